/** Passwords set and accounts closed or opened: how far an intruder still got in, and since when no more. */
import { accountOf, type ChangeReader } from './_change.ts';

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
    return [
      {
        kind: 'account-changed',
        mailbox: accountOf(record),
        detail: WHAT[record.operation] ?? record.operation,
      },
    ];
  },
};
