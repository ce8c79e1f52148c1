/** A CRM application reads the mail of those who use it, in their name; some of them begin in the middle of the log. */
import { GRAPH, graphDelegated } from '../clients/graph.ts';
import type { Deed } from '../deed.ts';
import type { Routine } from '../routine.ts';
import { DAY, HOUR, isWeekend, SECOND } from '../time.ts';
import { type Session, Tokens } from '../via.ts';

export const routine: Routine = {
  begin(company) {
    const { people, random } = company;
    if (people.length < 6) return undefined;
    const app = random.guid();
    const halfway = company.from + Math.floor((company.to - company.from) / DAY / 2) * DAY;
    const users = random.sample(people, Math.ceil(people.length / 4)).map((person, n) => {
      const id = random.guid();
      const tokens = new Tokens(random.fork(id), company.from, {
        AADSessionId: id,
        APIId: GRAPH,
        ClientAppId: app,
      });
      const session: Session = { id, tokens };
      const from = n % 5 === 4 ? halfway : 0;
      if (from > 0) {
        company.harmless('begins to use the CRM application', person.mailbox, from, company.to);
      }
      return { person, session, from };
    });
    return (day) => {
      if (isWeekend(day)) return [];
      const today = company.randomOn(day);
      const deeds: Deed[] = [];
      for (const { person, session, from } of users) {
        if (day < from) continue;
        const ip = company.addresses.vendor(today.int(6, 7));
        const via = graphDelegated(app, { actor: person.actor, session, ip });
        for (const hour of [7, 10, 13, 16]) {
          const at = day + hour * HOUR + today.int(0, 3000) * SECOND;
          const newest = person.mailbox.latest(at);
          for (let n = today.around(1.2); n > 0; n--) {
            const message = Math.max(0, newest - n);
            deeds.push({ kind: 'bind', at: at + n * SECOND, mailbox: person.mailbox, via, message });
          }
        }
      }
      return deeds;
    };
  },
};
