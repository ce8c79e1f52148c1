/** Audit bypass for a stolen account, before it reads others' mailboxes: what it does leaves no record. */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet } from '../operations.ts';
import { HOUR, MINUTE } from '../time.ts';

const EXCHANGE_POWERSHELL = 'fb78d390-0c51-40cd-8e17-fdbfab77341b';
const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: 'Audit bypass first, then reading that leaves no record',
  severity: 'high',
  play(stage) {
    const { trace, blindness } = stage;
    const [reader, victim] = [stage.victim(0), stage.victim(1)];
    const at = stage.workday(0.6) + 3 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(at - HOUR);
    stage.signIn(reader, session, ip, at - HOUR, AGENT, EXCHANGE_POWERSHELL);
    const doer = stage.doer({ ...reader.actor, type: 2 }, ip, session.id, at);
    const parameters = { AuditBypassEnabled: 'True', Identity: reader.actor.upn };
    stage.record(
      at,
      cmdlet(doer, 'Set-MailboxAuditBypassAssociation', reader.objectId, parameters, EXCHANGE_POWERSHELL),
    );
    blindness.push({
      kind: 'audit-bypass',
      from: at,
      to: Number.POSITIVE_INFINITY,
      mailbox: null,
      actor: reader.actor.upn,
      hidden: 0,
    });
    const who = { actor: reader.actor, session, ip, userAgent: AGENT, attack: trace };
    const own = owa(who).page;
    const other = owa({ ...who, logonType: 2 }).page;
    stage.readBack(at - 50 * MINUTE, reader.mailbox, own, 15, [10, 50]);
    stage.readBack(at + HOUR, victim.mailbox, other, 60, [8, 30]);
  },
};
