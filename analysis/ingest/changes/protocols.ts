/** Ways of reading a mailbox that were allowed for it. Closing one opens nothing. */
import { type ChangeReader, isTrue, named, target } from './_change.ts';

const PROTOCOLS: readonly (readonly [parameter: string, name: string])[] = [
  ['imapenabled', 'IMAP'],
  ['popenabled', 'POP'],
  ['ewsenabled', 'EWS'],
  ['activesyncenabled', 'ActiveSync'],
  ['owaenabled', 'OWA'],
  ['mapienabled', 'MAPI'],
];

export const reader: ChangeReader = {
  operations: ['Set-CASMailbox', 'Set-CASMailboxPlan'],
  read(record) {
    const parameters = named(record.data, 'Parameters');
    const allowed = PROTOCOLS.filter(([parameter]) => isTrue(parameters.get(parameter))).map(
      ([, name]) => name,
    );
    if (allowed.length === 0) return [];
    const everybody = record.operation === 'set-casmailboxplan';
    return [
      {
        kind: 'protocol-allowed',
        mailbox: everybody ? null : target(record),
        detail: `${allowed.join(', ')} allowed${everybody ? ' for all new mailboxes' : ''}`,
      },
    ];
  },
};
