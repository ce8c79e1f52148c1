/** A backup application on its own right reads what is new in every mailbox, three times a night. */
import { appTokens, graphAppOnly, servicePrincipal } from '../clients/graph.ts';
import type { Deed } from '../deed.ts';
import type { Routine } from '../routine.ts';
import { HOUR, SECOND } from '../time.ts';

const ROUNDS = [0.5, 2.5, 4.5];

export const routine: Routine = {
  begin(company) {
    const { random } = company;
    if (company.people.length < 12) return undefined;
    const app = random.guid();
    const actor = servicePrincipal(app, random.guid());
    const tokens = appTokens(app, company.from, random.fork('tokens'));
    const ips = [company.addresses.vendor(3), company.addresses.vendor(4)];
    return (day) => {
      const today = company.randomOn(day);
      return ROUNDS.flatMap((hour, round) =>
        company.mailboxes.flatMap((mailbox, index): Deed[] => {
          const via = graphAppOnly(app, { actor, tokens, ip: ips[index % 2] as string });
          const start = day + hour * HOUR + index * 5 * SECOND + today.int(0, 4) * SECOND;
          const newest = mailbox.latest(start);
          const arrived = Math.min(24, newest - mailbox.latest(start - 24 * HOUR));
          const share = Math.ceil(arrived / ROUNDS.length);
          return Array.from({ length: share }, (_, n) => {
            const message = Math.max(0, newest - 1 - round * share - n);
            return { kind: 'bind', at: start + n * SECOND, mailbox, via, message };
          });
        }),
      );
    };
  },
};
