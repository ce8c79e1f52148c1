/**
 * The Storm-0558 shape (CISA AA23-193A): an application that never read mail in this tenant does so in several
 * mailboxes, with tokens that nobody signed in for.
 */
import type { Attack } from '../attack.ts';
import { appTokens, graphAppOnly, servicePrincipal } from '../clients/graph.ts';
import { HOUR, MINUTE, SECOND } from '../time.ts';

export const attack: Attack = {
  title: 'An application not seen before reads several mailboxes on its own right',
  severity: 'critical',
  play(stage) {
    const { random, trace } = stage;
    const app = random.guid();
    trace.markers.apps.add(app);
    const actor = servicePrincipal(app, random.guid());
    trace.markers.users.add(actor.upn);
    const start = stage.moment(0.6) + 12 * MINUTE;
    const tokens = appTokens(app, start, random.fork('tokens'));
    const ip = stage.foreignAddress();
    const victims = random.sample(stage.people, Math.min(stage.people.length, random.int(3, 6)));
    let at = start;
    for (const night of [0, 1]) {
      at = start + night * 24 * HOUR;
      for (const victim of victims) {
        const via = graphAppOnly(app, { actor, tokens, ip, attack: trace });
        const newest = victim.mailbox.latest(at);
        for (let n = 0; n < 40; n++) {
          stage.read(at, victim.mailbox, via, newest - 1 - n);
          at += random.int(2, 12) * SECOND;
        }
        at += random.int(5, 60) * MINUTE;
      }
    }
  },
};
