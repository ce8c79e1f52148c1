/** Passwords set and accounts closed or opened: how far an intruder still got in, and since when no more. */
import { operationKey } from '../../reference/operations.ts';
import { accountOf, type ChangeReader } from './_change.ts';

const WHAT = {
  'Reset user password.': 'password reset',
  'Change user password.': 'password changed',
  'Update StsRefreshTokenValidFrom Timestamp.': 'sessions revoked',
  'Disable account.': 'account disabled',
  'Enable account.': 'account enabled',
};
const BY_KEY = new Map(Object.entries(WHAT).map(([operation, what]) => [operationKey(operation), what]));

export const reader: ChangeReader = {
  operations: Object.keys(WHAT),
  read(record) {
    return [
      { kind: 'account-changed', mailbox: accountOf(record), detail: BY_KEY.get(record.operation) ?? '' },
    ];
  },
};
