/** Secrets and certificates put on an application. Taking one away opens nothing. */
import { type ChangeReader, ids, modified } from './_change.ts';
import { applicationOf } from './consent.ts';

export const reader: ChangeReader = {
  operations: [
    'Add service principal credentials.',
    'Update application – Certificates and secrets management',
    'Update application - Certificates and secrets management',
  ],
  read(record) {
    const key = modified(record.data).get('keydescription');
    const name = ids(record.data, 'Target').find(({ type }) => type === '1')?.id ?? 'application';
    const kind = /KeyType=(\w+)/i.exec(key?.to ?? '')?.[1] ?? 'key';
    const label = /DisplayName=([^\],"]+)/i.exec(key?.to ?? '')?.[1];
    const detail = `${name}: ${kind}${label === undefined ? '' : ` "${label}"`}`;
    return [{ kind: 'app-credential', appId: applicationOf(record), detail }];
  },
};
