/** Administrators at work, and the service's own housekeeping, which looks like tampering and is not. */
import type { Deed } from '../deed.ts';
import { cmdlet } from '../operations.ts';
import type { Routine } from '../routine.ts';
import { HOUR, isWeekend } from '../time.ts';
import type { Actor } from '../via.ts';

const SYSTEM: Actor = {
  upn: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
  key: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.ServiceHost)',
  sid: 'S-1-5-18',
  type: 3,
};
const CHORES: [string, Record<string, string>][] = [
  ['Set-Mailbox', { HiddenFromAddressListsEnabled: 'True' }],
  ['Set-Mailbox', { RetentionPolicy: 'Default MRM Policy' }],
  ['Set-CASMailbox', { ActiveSyncEnabled: 'True' }],
  ['Set-MailboxAutoReplyConfiguration', { AutoReplyState: 'Scheduled' }],
];

export const routine: Routine = {
  begin(company) {
    const { people, random } = company;
    const admin = random.pick(people);
    return (day) => {
      const today = company.randomOn(day);
      const deeds: Deed[] = [];
      if (today.chance(0.4)) {
        const at = day + today.between(0, 24) * HOUR;
        const doer = { ...company.doer(SYSTEM, undefined, at, today), sessionId: undefined };
        // 47 of these in one real tenant: auditing is switched on, by the service, where it was on already.
        const record = cmdlet(
          doer,
          'Set-AdminAuditLogConfig',
          'Admin Audit Log Settings',
          { AdminAuditLogEnabled: 'True', Force: 'True' },
          '',
        );
        deeds.push({ kind: 'other', at, record });
      }
      if (!isWeekend(day) && today.chance(0.3)) {
        const at = day + today.between(8, 15) * HOUR;
        const [operation, parameters] = today.pick(CHORES);
        const target = today.pick(people).mailbox.upn;
        const doer = company.doer({ ...admin.actor, type: 2 }, admin.office.address(today), at, today);
        const record = cmdlet(doer, operation, target, { Identity: target, ...parameters });
        deeds.push({ kind: 'other', at, record });
      }
      return deeds;
    };
  },
};
