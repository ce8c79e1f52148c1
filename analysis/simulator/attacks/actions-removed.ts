/** MailItemsAccessed taken out of what a mailbox records of its owner, and old entries aged away; then reading as owner. */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet } from '../operations.ts';
import { HOUR, MINUTE } from '../time.ts';

const EXCHANGE_POWERSHELL = 'fb78d390-0c51-40cd-8e17-fdbfab77341b';
const AGENT = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:138.0) Gecko/20100101 Firefox/138.0';

export const attack: Attack = {
  title: 'A mailbox stops recording what its owner reads, by an administrator from a foreign network',
  severity: 'high',
  play(stage) {
    const { trace, blindness } = stage;
    const [victim, admin] = [stage.victim(0), stage.victim(1)];
    const at = stage.workday(0.58) + 20 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(at - MINUTE);
    stage.signIn(admin, session, ip, at - MINUTE, AGENT, EXCHANGE_POWERSHELL);
    const set = (time: number, parameters: Record<string, string>) => {
      const doer = stage.doer({ ...admin.actor, type: 2 }, ip, session.id, time);
      stage.record(
        time,
        cmdlet(
          doer,
          'Set-Mailbox',
          victim.objectId,
          { Identity: victim.mailbox.upn, ...parameters },
          EXCHANGE_POWERSHELL,
        ),
      );
    };
    set(at, { AuditOwner: 'Update;MoveToDeletedItems;SoftDelete;HardDelete;UpdateInboxRules' });
    set(at + MINUTE, { AuditLogAgeLimit: '00:00:00' });
    blindness.push({
      kind: 'audit-actions-removed',
      from: at,
      to: Number.POSITIVE_INFINITY,
      mailbox: victim.mailbox.upn,
      actor: null,
      logonTypes: [0],
      hidden: 0,
    });
    const theirs = stage.session(at + HOUR);
    stage.signIn(victim, theirs, ip, at + HOUR, AGENT);
    const { page } = owa({ actor: victim.actor, session: theirs, ip, userAgent: AGENT, attack: trace });
    stage.readBack(at + HOUR + MINUTE, victim.mailbox, page, 90, [6, 30]);
  },
};
