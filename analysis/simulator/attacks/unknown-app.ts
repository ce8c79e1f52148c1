/**
 * The Storm-0558 shape (CISA AA23-193A): an application that never read mail in this tenant does so in several
 * mailboxes, with tokens that nobody signed in for.
 */
import type { Attack } from '../attack.ts';
import { appTokens, graphAppOnly, servicePrincipal } from '../clients/graph.ts';
import { DAY, MINUTE } from '../time.ts';

export const attack: Attack = {
  title: 'An application not seen before reads several mailboxes in its own right',
  severity: 'critical',
  play(stage) {
    const { random, trace } = stage;
    const app = random.guid();
    const actor = servicePrincipal(app, random.guid());
    trace.markers.apps.add(app);
    trace.markers.users.add(actor.upn);
    const start = stage.moment(0.6) + 12 * MINUTE;
    const tokens = appTokens(app, start, random.fork('tokens'));
    const via = graphAppOnly(app, { actor, tokens, ip: stage.foreignAddress(), attack: trace });
    const victims = random.sample(stage.people, random.int(3, 6));
    for (const night of [0, 1]) {
      let at = start + night * DAY;
      for (const { mailbox } of victims) {
        at = stage.readBack(at, mailbox, via, 40, [2, 12]) + random.int(5, 60) * MINUTE;
      }
    }
  },
};
