/** A second phone on the account, enrolled by someone else, which looks at the mail as often as the owner does. */
import type { Attack } from '../attack.ts';
import { OUTLOOK_MOBILE, phone } from '../clients/phone.ts';
import { DAY, HOUR, MINUTE } from '../time.ts';

export const attack: Attack = {
  title: 'A phone the owner never had reads mail from a foreign network',
  severity: 'medium',
  play(stage) {
    const { random, trace } = stage;
    const victim = stage.victim(0, (person) => person.phone !== 'outlook-android');
    const start = stage.moment(0.6) + 3 * HOUR;
    const ip = stage.foreignAddress();
    const session = stage.session(start);
    const agent = 'Mozilla/5.0 (Linux; Android 12; Redmi 9A) AppleWebKit/537.36 PKeyAuth/1.0';
    stage.signIn(victim, session, ip, start - MINUTE, agent, OUTLOOK_MOBILE);
    const via = phone('outlook-android', { actor: victim.actor, session, ip, attack: trace });
    for (let at = start; at < Math.min(stage.to, start + 5 * DAY); at += random.between(2, 6) * HOUR) {
      stage.readBack(at, victim.mailbox, via, random.int(3, 9), [10, 60]);
    }
  },
};
