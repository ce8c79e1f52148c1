/** Sign-ins that the audit log itself records: interactive ones of people, made and failed. */
import { type ChangeReader, field, named } from './_change.ts';

export const reader: ChangeReader = {
  operations: ['UserLoggedIn', 'UserLoginFailed'],
  fields: { ExtendedProperties: 'JSON', LogonError: 'JSON', ErrorNumber: 'JSON', ApplicationId: 'JSON' },
  read(record) {
    const { data } = record;
    const failed = record.operation === 'userloginfailed';
    const agent = named(data, 'ExtendedProperties').get('useragent') ?? '';
    const why = field(data, 'LogonError') || field(data, 'ErrorNumber');
    return [
      {
        kind: failed ? 'sign-in-failed' : 'sign-in',
        mailbox: record.actor.includes('@') ? record.actor : null,
        appId: field(data, 'ApplicationId').toLowerCase() || record.appId,
        userAgent: agent,
        detail: failed ? [why, agent].filter((text) => text !== '').join(', ') : agent,
      },
    ];
  },
};
