/** Assistants read the mailbox of the person they work for, as delegates, every day. */
import { cmdlet } from '../operations.ts';
import type { Routine } from '../routine.ts';
import { DAY, HOUR } from '../time.ts';

export const routine: Routine = {
  begin(company) {
    const { people, random } = company;
    if (people.length < 8) return undefined;
    const pairs = Array.from({ length: Math.ceil(people.length / 15) }, (_, n) => {
      const [boss, assistant] = random.fork(n).sample(people, 2);
      return { boss, assistant };
    });
    for (const { boss, assistant } of pairs) {
      if (boss !== undefined) assistant?.alsoReads.push({ mailbox: boss.mailbox, perVisit: 0.3, from: 0 });
    }
    // One more begins in the middle of the log, properly granted: new, and harmless.
    const [boss, newcomer, admin] = random.fork('newcomer').sample(people, 3);
    if (boss === undefined || newcomer === undefined || admin === undefined) return undefined;
    const start = company.from + Math.floor((company.to - company.from) / DAY / 2) * DAY + 9 * HOUR;
    newcomer.alsoReads.push({ mailbox: boss.mailbox, perVisit: 0.3, from: start });
    company.harmless('a newly granted assistant reads as delegate', boss.mailbox, start, company.to);
    return (day) => {
      if (start < day || start >= day + DAY) return [];
      const at = start - HOUR / 2;
      const doer = company.doer({ ...admin.actor, type: 2 }, admin.office.address(random), at, random);
      const record = cmdlet(doer, 'Add-MailboxPermission', boss.mailbox.upn, {
        Identity: boss.mailbox.upn,
        User: newcomer.actor.upn,
        AccessRights: 'FullAccess',
        InheritanceType: 'All',
      });
      return [{ kind: 'other', at, record }];
    };
  },
};
