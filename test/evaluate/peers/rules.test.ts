/** Each published rule fires on the least it was written for: the comparison must not win by rules that cannot fire. */
import { expect, test } from 'vitest';
import {
  type AuditData,
  bind,
  EXCHANGE,
  GRAPH,
  inboxRule,
  later,
  nextId,
  sync,
} from '../../analysis/case/records.ts';
import { emptyLog, note, peerRules } from './index.ts';

const NOON = '2026-05-14T12:00:00';
const APP = '9f3c0000-0000-4000-8000-000000000009';
const DAY = 86_400;
const viaGraph = { AppId: GRAPH, ClientAppId: APP };
const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));
const other = (operation: string, fields: Record<string, unknown>): AuditData => ({
  ...inboxRule({ at: NOON }),
  Operation: operation,
  ...fields,
});
const signIn = (ip: string, at: string, session: string): AuditData =>
  other('UserLoggedIn', {
    Id: nextId(),
    CreationTime: at,
    ClientIP: ip,
    DeviceProperties: [{ Name: 'SessionId', Value: session }],
  });
const set = (name: string, value: string) => ({ Parameters: [{ Name: name, Value: value }] });

/** Five hundred hours of a little reading, so that there is something to stand out of. */
const quiet = times(500, (n) => bind({ at: later(NOON, n * 3_600), mailbox: `m${n % 5}@x` }));
const burst = times(200, (n) => bind({ at: later(NOON, 400 * 3_600 + n * 10), mailbox: 'm1@x' }));
const steady = times(20, (n) => bind({ at: later(NOON, n * DAY), with: viaGraph }));

const FIRES: Record<string, AuditData[]> = {
  A1: [bind({ throttled: true, with: viaGraph })],
  'A2/C4': [bind({ with: { OperationCount: 100 } })],
  A3: [bind({ throttled: true })],
  A4: [bind({ throttled: true })],
  'B1/B3': [sync()],
  B2: [
    signIn('203.0.113.10', NOON, 's'),
    ...times(8, (n) => sync({ at: later(NOON, n), folder: `f${n}`, user: 'ana@contoso.com' })),
  ],
  C1: [...quiet, ...burst],
  C2: [...quiet, ...burst],
  C3: [...steady, ...times(90, (n) => bind({ at: later(NOON, 21 * DAY + n * 60), with: viaGraph }))],
  D1: times(6, (n) => bind({ at: later(NOON, n), mailbox: `m${n}@x`, with: viaGraph })),
  D2: [bind({ client: 'Client=WebServices;ExchangeWebServices/15' })],
  'D3/D4': [bind({ with: viaGraph })],
  D5: [bind({ with: viaGraph }), bind({ with: { AppId: APP } })],
  D6: [
    bind({ at: NOON }),
    bind({ at: NOON, with: { AppId: GRAPH, ClientAppId: EXCHANGE } }),
    bind({ at: later(NOON, 3 * DAY), with: viaGraph }),
  ],
  D7: [
    bind({ with: { ClientAppId: EXCHANGE, LogonType: 2 } }),
    bind({ at: NOON, with: { ClientAppId: 'a' } }),
    bind({ at: later(NOON, 3 * DAY), with: { ClientAppId: APP } }),
  ],
  D8: [bind({ client: 'Client=REST;;', with: viaGraph })],
  D9: [bind({ with: viaGraph })],
  'E1/E2': times(2, (n) => bind({ mailbox: `m${n}@x`, user: 'reader@x' })),
  E3: [inboxRule({ user: 'admin@x' }), bind({ mailbox: 'm@x', user: 'admin@x' })],
  F1: [bind({ client: 'Client=OWA;Action=ViaProxy' })],
  'F2/F3': [bind({ client: 'Client=WebServices;eM Client/9' })],
  F4: [bind({ client: 'Client=Microsoft.Exchange.Powershell; Microsoft WinRM Client' })],
  G1: [signIn('203.0.113.1', NOON, 's'), signIn('203.0.113.2', later(NOON, 900), 's')],
  G2: [signIn('203.0.113.1', NOON, 's'), signIn('203.0.113.2', later(NOON, 20), 't')],
  I1: [other('Set-MailboxAuditBypassAssociation', set('AuditBypassEnabled', 'True'))],
  I2: [other('Change user license.', { Changes: 'DisabledPlans: M365_ADVANCED_AUDITING' })],
  I3: [other('Set-AdminAuditLogConfig', set('UnifiedAuditLogIngestionEnabled', 'False'))],
  I4: [other('Consent to application.', { Change: '[Scope: Mail.Read User.Read]' })],
};

test('every rule fires on its own case and none on ordinary reading', async () => {
  const rules = await peerRules();
  expect(rules.map(({ id }) => id).sort()).toEqual(Object.keys(FIRES).sort());
  const logOf = (records: readonly AuditData[]) => {
    const log = emptyLog();
    // Each address has an operator of its own.
    log.asnOf = (ip) => Number(ip.split('.').at(-1));
    for (const record of records) note(log, JSON.parse(JSON.stringify(record)));
    return log;
  };
  const plain = logOf(times(3, (n) => bind({ at: later(NOON, n * 400), client: 'Client=OWA;Mozilla/5.0;' })));
  for (const { id, alerts } of rules) {
    expect([id, alerts(logOf(FIRES[id] ?? [])).length > 0]).toEqual([id, true]);
    expect([id, alerts(plain)]).toEqual([id, []]);
  }
});
