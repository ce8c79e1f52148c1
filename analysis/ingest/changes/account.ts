/** Passwords set and accounts closed or opened: how far an intruder still got in, and since when no more. */
import { type ChangeReader, ids } from './_change.ts';

const WHAT: Record<string, string> = {
  'reset user password': 'password reset',
  'change user password': 'password changed',
  'update stsrefreshtokenvalidfrom timestamp': 'sessions revoked',
  'disable account': 'account disabled',
  'enable account': 'account enabled',
};

export const reader: ChangeReader = {
  operations: [
    'Reset user password.',
    'Change user password.',
    'Update StsRefreshTokenValidFrom Timestamp.',
    'Disable account.',
    'Enable account.',
  ],
  read(record) {
    const named = ids(record.data, 'Target').find(({ id }) => id.includes('@'))?.id ?? record.objectId ?? '';
    return [
      {
        kind: 'account-changed',
        mailbox: named.includes('@') ? named : null,
        detail: WHAT[record.operation] ?? record.operation,
      },
    ];
  },
};
