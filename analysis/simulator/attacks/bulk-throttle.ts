/** A mail-collecting program with a stolen password: so much, over rotating exits, that Exchange stops recording. */
import type { Attack } from '../attack.ts';
import { ewsProgram } from '../clients/ews.ts';
import { HOUR, MINUTE, SECOND } from '../time.ts';

const APP = '5e1fbd41-0c5f-4b43-9a72-4a1b67f4c9d2';
const PROGRAM = 'python-requests/2.32.3';
const EXITS = 6;

export const attack: Attack = {
  title: 'Bulk reading of one mailbox over EWS until it is throttled, and on under cover of the silence',
  severity: 'high',
  play(stage) {
    const { random, trace } = stage;
    const victim = stage.victim();
    const { actor, mailbox } = victim;
    const start = stage.workday(0.65) + 11 * HOUR + random.int(0, 50) * MINUTE;
    const newest = mailbox.latest(start);
    trace.markers.apps.add(APP);
    let message = newest - 1;
    for (let exit = 0; exit < EXITS; exit++) {
      const ip = stage.foreignAddress();
      const session = stage.session(start);
      stage.signIn(victim, session, ip, start + exit * MINUTE, PROGRAM, APP);
      const via = ewsProgram(PROGRAM, APP, { actor, session, ip, attack: trace }, true);
      // About six hours to the threshold, four more in silence.
      for (let at = start + exit * 9 * SECOND; at < start + 10 * HOUR; at += random.int(124, 150) * SECOND) {
        for (let n = random.int(1, 2); n > 0; n--) {
          stage.read(at + n * SECOND, mailbox, via, message);
          message = message > 0 ? message - 1 : newest - 1;
        }
      }
    }
  },
};
