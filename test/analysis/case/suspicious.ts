/** A log with something to decide: one grave suspicion and one that is less. */
import { bind, GRAPH } from './records.ts';

export const APP = '11111111-2222-4333-8444-555555555555';
export const SESSION = '5b1e0000-0000-4000-8000-0000000000cc';
export const BAD = '203.0.113.66';

/** Five people at home for ten days; then an application nobody knows in one mailbox, and one session in eight. */
export const PEOPLE = Array.from({ length: 5 }, (_, n) => `p${n}@x`);
export const LOG = [
  ...PEOPLE.flatMap((mailbox, n) =>
    Array.from({ length: 10 }, (_, day) =>
      bind({
        mailbox,
        at: `2026-05-${String(day + 1).padStart(2, '0')}T09:00:00`,
        ip: `192.0.2.${10 + n}`,
        session: null,
      }),
    ),
  ),
  bind({
    mailbox: 'p0@x',
    at: '2026-05-10T11:00:00',
    ip: '192.0.2.10',
    client: 'Client=REST;;',
    session: null,
    with: { AppId: GRAPH, ClientAppId: APP },
  }),
  ...Array.from({ length: 8 }, (_, n) =>
    bind({ mailbox: `swept${n}@x`, at: '2026-05-10T12:00:00', ip: BAD, session: SESSION }),
  ),
];
