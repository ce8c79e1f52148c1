/** A refresh token of Microsoft's own command line, used on Graph: a few messages an hour, for many days. */
import type { Attack } from '../attack.ts';
import { GRAPH, graphDelegated } from '../clients/graph.ts';
import { HOUR, MINUTE } from '../time.ts';
import { Tokens } from '../via.ts';

/** Microsoft Graph Command Line Tools: first-party, and abusable for that. */
const GRAPH_CLI = '14d82eec-204b-4c2f-b7e8-296a70dab67e';

export const attack: Attack = {
  title: 'A first-party client, new to this mailbox, reads slowly for days',
  severity: 'medium',
  play(stage) {
    const { random, trace } = stage;
    const victim = stage.victim();
    const start = stage.moment(0.4) + 9 * HOUR;
    const ip = stage.foreignAddress();
    const id = random.guid();
    trace.markers.sessions.add(id);
    const fixed = { AADSessionId: id, APIId: GRAPH, ClientAppId: GRAPH_CLI };
    const session = { id, tokens: new Tokens(random.fork(id), start, fixed) };
    stage.signIn(victim, session, ip, start - MINUTE, 'python-requests/2.32.3', GRAPH_CLI);
    const via = graphDelegated(GRAPH_CLI, { actor: victim.actor, session, ip, attack: trace });
    let message = victim.mailbox.latest(start) - 1;
    for (let at = start; at < stage.to - 6 * HOUR; at += random.between(0.7, 1.6) * HOUR) {
      for (let n = random.int(1, 3); n > 0; n--) stage.read(at + n * 20_000, victim.mailbox, via, message--);
    }
  },
};
