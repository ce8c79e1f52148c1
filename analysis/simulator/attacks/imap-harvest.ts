/** A stolen password over IMAP, switched on for the mailbox first. */
import type { Attack } from '../attack.ts';
import { cmdlet } from '../operations.ts';
import { HOUR, MINUTE } from '../time.ts';
import { makeVia } from '../via.ts';

export const attack: Attack = {
  title: 'IMAP, never used before, empties a mailbox from a foreign network',
  severity: 'high',
  play(stage) {
    const { trace } = stage;
    const [victim, admin] = [stage.victim(0), stage.victim(4)];
    const at = stage.moment(0.62) + 4 * HOUR;
    const ip = stage.foreignAddress();
    const doer = stage.doer({ ...admin.actor, type: 2 }, ip, undefined, at - 40 * MINUTE);
    const parameters = { Identity: victim.mailbox.upn, ImapEnabled: 'True' };
    stage.record(at - 40 * MINUTE, cmdlet(doer, 'Set-CASMailbox', victim.mailbox.upn, parameters));
    const via = makeVia({
      actor: victim.actor,
      ip,
      client: 'Client=POP3/IMAP4;Protocol=IMAP4',
      attack: trace,
    });
    stage.readBack(at, victim.mailbox, via, 400, [1, 6]);
  },
};
