/** Mail of the whole organisation copied, redirected or let through. */
import { type ChangeReader, named, say } from './_change.ts';

const EFFECTS = [
  'BlindCopyTo',
  'CopyTo',
  'RedirectMessageTo',
  'AddToRecipients',
  'JournalEmailAddress',
  'Recipient',
  'DeleteMessage',
  'SetSCL',
  'SmartHosts',
  'RecipientDomains',
  'From',
  'SentTo',
  'SubjectOrBodyContainsWords',
];

export const reader: ChangeReader = {
  operations: [
    'New-TransportRule',
    'Set-TransportRule',
    'Enable-TransportRule',
    'New-JournalRule',
    'Set-JournalRule',
    'New-InboundConnector',
    'Set-InboundConnector',
    'New-OutboundConnector',
    'Set-OutboundConnector',
  ],
  read(record) {
    const parameters = named(record.data, 'Parameters');
    const name = parameters.get('name') || parameters.get('identity') || record.objectId || '';
    const to = ['blindcopyto', 'copyto', 'redirectmessageto', 'addtorecipients', 'journalemailaddress']
      .map((key) => parameters.get(key))
      .find((value) => value);
    return [
      {
        kind: 'transport-rule',
        grantee: to?.toLowerCase() ?? null,
        detail: `"${name}": ${say(parameters, EFFECTS)}`,
      },
    ];
  },
};
