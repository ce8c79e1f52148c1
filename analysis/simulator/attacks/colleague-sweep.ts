/** Nights in the mailboxes of colleagues, by one stolen account and from one network that is new to all of them. */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { DAY, HOUR } from '../time.ts';

const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: "One stolen account goes through several colleagues' mailboxes at night",
  severity: 'high',
  play(stage) {
    const { random, trace } = stage;
    const reader = stage.victim(0);
    const start = stage.moment(0.55) + HOUR;
    const ip = stage.foreignAddress();
    for (let night = 0; night < 3; night++) {
      const at = start + night * DAY;
      const session = stage.session(at);
      stage.signIn(reader, session, ip, at, AGENT);
      const who = { actor: reader.actor, session, ip, userAgent: AGENT, logonType: 2, attack: trace };
      const { page } = owa(who);
      let time = at + 60_000;
      for (const n of [1, 2, 3, 4, 5, 6]) {
        const { mailbox } = stage.victim(n);
        if (mailbox === reader.mailbox) continue;
        time = stage.readBack(time, mailbox, page, random.int(6, 15), [4, 25], 4);
      }
    }
  },
};
