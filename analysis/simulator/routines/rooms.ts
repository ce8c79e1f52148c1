/** Meeting rooms: mailboxes that only Microsoft's own machinery ever opens. */
import { service } from '../clients/service.ts';
import type { Deed } from '../deed.ts';
import { microsoftAddress } from '../networks.ts';
import type { Routine } from '../routine.ts';
import { HOUR } from '../time.ts';

export const routine: Routine = {
  begin(company) {
    if (company.people.length < 6) return undefined;
    const count = Math.ceil(company.people.length / 20);
    const rooms = Array.from({ length: count }, (_, n) => company.addMailbox(`room.${n + 1}`, 'room', 4));
    return (day) => {
      const today = company.randomOn(day);
      return rooms.flatMap((mailbox): Deed[] =>
        Array.from({ length: today.around(2) }, () => {
          const at = day + today.between(6, 17) * HOUR;
          const actor = { upn: mailbox.upn, key: 'Not Available', sid: mailbox.sid, type: 0 };
          const via = service(actor, microsoftAddress(today), today);
          return { kind: 'bind', at, mailbox, via, message: Math.max(0, mailbox.latest(at) - 1) };
        }),
      );
    };
  },
};
