/** Shared mailboxes that several people look after. */
import { service } from '../clients/service.ts';
import type { Deed } from '../deed.ts';
import { microsoftAddress } from '../networks.ts';
import type { Routine } from '../routine.ts';
import { HOUR } from '../time.ts';

const NAMES = ['info', 'invoices', 'jobs', 'support', 'orders', 'events', 'press', 'returns'];

export const routine: Routine = {
  begin(company) {
    const { people, random } = company;
    if (people.length < 6) return undefined;
    const count = Math.min(NAMES.length * 12, Math.ceil(people.length / 12));
    const mailboxes = Array.from({ length: count }, (_, n) => {
      const name = `${NAMES[n % NAMES.length]}${n < NAMES.length ? '' : Math.floor(n / NAMES.length) + 1}`;
      const mailbox = company.addMailbox(name, 'shared', random.int(10, 40));
      for (const member of random.fork(name).sample(people, random.int(2, 4))) {
        member.alsoReads.push({ mailbox, perVisit: 0.18, from: 0 });
      }
      return mailbox;
    });
    return (day) => {
      const today = company.randomOn(day);
      return mailboxes.flatMap((mailbox): Deed[] =>
        Array.from({ length: today.around(4) }, () => {
          const at = day + today.between(5, 20) * HOUR;
          const actor = { upn: mailbox.upn, key: 'Not Available', sid: mailbox.sid, type: 0 };
          const via = service(actor, microsoftAddress(today), today);
          return { kind: 'bind', at, mailbox, via, message: Math.max(0, mailbox.latest(at) - 1) };
        }),
      );
    };
  },
};
