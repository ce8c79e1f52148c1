/** The unified audit log switched off for some hours of a night, and on again as if nothing had been. */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet } from '../operations.ts';
import { HOUR, MINUTE } from '../time.ts';

const EXCHANGE_POWERSHELL = 'fb78d390-0c51-40cd-8e17-fdbfab77341b';
const AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0';

export const attack: Attack = {
  title: 'Audit ingestion off for a night, mailboxes read in the dark',
  severity: 'critical',
  play(stage) {
    const { trace, blindness } = stage;
    const admin = stage.victim(0);
    const off = stage.moment(0.66) + 22 * HOUR;
    const on = off + 4 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(off - 2 * MINUTE);
    stage.signIn(admin, session, ip, off - 2 * MINUTE, AGENT, EXCHANGE_POWERSHELL);
    for (const [at, enabled] of [
      [off, 'False'],
      [on, 'True'],
    ] as const) {
      const doer = stage.doer({ ...admin.actor, type: 2 }, ip, session.id, at);
      const parameters = { UnifiedAuditLogIngestionEnabled: enabled };
      const object = 'Admin Audit Log Settings';
      stage.record(at, cmdlet(doer, 'Set-AdminAuditLogConfig', object, parameters, EXCHANGE_POWERSHELL));
    }
    // The record of switching off is still written.
    blindness.push({
      kind: 'ingestion-disabled',
      from: off + 1000,
      to: on,
      mailbox: null,
      actor: null,
      hidden: 0,
    });
    for (const n of [1, 2, 3]) {
      const victim = stage.victim(n);
      const theirs = stage.session(off + n * HOUR);
      const who = { actor: victim.actor, session: theirs, ip, userAgent: AGENT, attack: trace };
      stage.signIn(victim, theirs, ip, off + n * 40 * MINUTE, AGENT);
      stage.readBack(off + n * 40 * MINUTE + MINUTE, victim.mailbox, owa(who).page, 80, [3, 15]);
    }
  },
};
