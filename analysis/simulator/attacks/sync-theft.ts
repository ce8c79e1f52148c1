/** A stolen password in a fresh Outlook profile far away: no reading, only folders. */
import type { Attack } from '../attack.ts';
import { outlook } from '../clients/outlook.ts';
import { HOUR, MINUTE } from '../time.ts';

export const attack: Attack = {
  title: 'An Outlook on a foreign network downloads a whole mailbox',
  severity: 'high',
  play(stage) {
    const victim = stage.victim();
    const at = stage.moment(0.7) + 2 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(at - MINUTE);
    stage.signIn(victim, session, ip, at - MINUTE, 'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 10.0)');
    const via = outlook({
      actor: victim.actor,
      session,
      ip,
      version: '16.0.17932.20328',
      attack: stage.trace,
    });
    stage.syncAll(at, victim.mailbox, via);
  },
};
