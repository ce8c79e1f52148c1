/** A cookie copied from the victim's browser: the same session on two networks and in two browsers, in the same minutes. */
import type { Attack } from '../attack.ts';
import { owa } from '../clients/owa.ts';
import { dayKind } from '../people.ts';
import { DAY, HOUR } from '../time.ts';

const LINUX =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Safari/537.36';

export const attack: Attack = {
  title: "The owner's own session is used from a second network as well",
  severity: 'high',
  play(stage) {
    const day = stage.workday(0.6);
    // Nobody steals the session of a browser that is not in use: its owner is at work.
    const victim = stage.victim(
      0,
      (person) =>
        (person.desktop === 'browser' || person.desktop === 'new-outlook') &&
        dayKind(person, day) !== 'leave',
    );
    const session = stage.newSession(day + 5 * HOUR);
    // The owner signs in that morning and works in this session for two days; no marker, for it is the owner's too.
    victim.planted.push({ session, from: day + 4 * HOUR, to: day + 2 * DAY });
    const ip = stage.foreignAddress();
    const { page, proxy } = owa({
      actor: victim.actor,
      session,
      ip,
      userAgent: LINUX,
      attack: stage.trace,
    });
    for (const hour of [10.2, 13.4, 33.1]) {
      const time = stage.readBack(day + hour * HOUR, victim.mailbox, page, 25, [5, 40], 3);
      stage.readBack(time, victim.mailbox, proxy, 6, [5, 20]);
    }
  },
};
