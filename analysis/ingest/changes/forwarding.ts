/** All mail of a mailbox sent on to another address. An empty value takes forwarding back and is no change here. */
import { type ChangeReader, named, target } from './_change.ts';

export const reader: ChangeReader = {
  operations: ['Set-Mailbox', 'Set-RemoteDomain'],
  read(record) {
    const parameters = named(record.data, 'Parameters');
    if (record.operation === 'set-remotedomain') {
      const on = /^true$/i.test(parameters.get('autoforwardenabled') ?? '');
      return on ? [{ kind: 'forwarding', detail: 'automatic forwarding to other domains allowed' }] : [];
    }
    const address = parameters.get('forwardingsmtpaddress') || parameters.get('forwardingaddress') || '';
    if (address === '' || /^\$?null$/i.test(address)) return [];
    const kept = /^true$/i.test(parameters.get('delivertomailboxandforward') ?? '') ? ', copy kept' : '';
    const to = address.replace(/^smtp:/i, '').toLowerCase();
    return [{ kind: 'forwarding', mailbox: target(record), grantee: to, detail: `to ${to}${kept}` }];
  },
};
