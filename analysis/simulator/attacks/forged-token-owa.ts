/**
 * Storm-0558 as it was: forged tokens open Outlook on the web for several people, month after month from the first day
 * of the log. No sign-in, no session of Entra's making, the ids that OWA always shows.
 */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { DAY, HOUR } from '../time.ts';
import { Tokens } from '../via.ts';

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: 'Forged tokens read several mailboxes in OWA for weeks, without any sign-in',
  severity: 'high',
  play(stage) {
    const { random, trace } = stage;
    const ip = stage.foreignAddress();
    const victims = [0, 1, 2].map((n) => stage.victim(n));
    for (let day = stage.from; day < stage.to; day += random.int(2, 3) * DAY) {
      for (const victim of victims) {
        const id = random.guid();
        const at = day + random.between(0.5, 7) * HOUR;
        const session = { id, tokens: new Tokens(random.fork(id), at, {}) };
        trace.markers.sessions.add(id);
        const { page, proxy } = owa({ actor: victim.actor, session, ip, userAgent: AGENT, attack: trace });
        const time = stage.readBack(at, victim.mailbox, page, random.int(8, 20), [4, 30]);
        stage.readBack(time, victim.mailbox, proxy, 4, [4, 30]);
      }
    }
  },
};
