/** Rules that move, hide, delete or forward incoming mail. A rule without a Mailbox parameter is the actor's own. */
import { type ChangeReader, lastPart, named, say } from './_change.ts';

const ACTIONS = [
  'ForwardTo',
  'RedirectTo',
  'ForwardAsAttachmentTo',
  'DeleteMessage',
  'SoftDeleteMessage',
  'MoveToFolder',
  'CopyToFolder',
  'MarkAsRead',
  'StopProcessingRules',
  'SubjectContainsWords',
  'SubjectOrBodyContainsWords',
  'BodyContainsWords',
  'From',
  'FromAddressContainsWords',
  'DestinationFolder',
];
const ADDRESSES = ['forwardto', 'redirectto', 'forwardasattachmentto'];

export const reader: ChangeReader = {
  operations: [
    'New-InboxRule',
    'Set-InboxRule',
    'Enable-InboxRule',
    'UpdateInboxRules',
    'New-SweepRule',
    'Set-SweepRule',
  ],
  read(record) {
    const { data } = record;
    if (record.operation === 'updateinboxrules') {
      const properties = named(data, 'OperationProperties');
      const what = say(properties, [
        'RuleOperation',
        'RuleName',
        'RuleCondition',
        'RuleActions',
        'RuleState',
      ]);
      if (/remove|delete/i.test(properties.get('ruleoperation') ?? '')) return [];
      return [{ kind: 'inbox-rule', mailbox: record.mailbox ?? record.actor, detail: what }];
    }
    const parameters = named(data, 'Parameters');
    const name = parameters.get('name') || lastRule(record.objectId) || parameters.get('identity') || '';
    const mailbox = lastPart(parameters.get('mailbox') ?? '') || record.mailbox || record.actor;
    const address = ADDRESSES.map((key) => parameters.get(key)).find((value) => value);
    const detail = `rule "${name}": ${say(parameters, ACTIONS)}`;
    return [{ kind: 'inbox-rule', mailbox, grantee: address?.toLowerCase() ?? null, detail }];
  },
};

function lastRule(objectId: string | null): string {
  return objectId?.includes('\\') ? (objectId.split('\\').at(-1) ?? '') : '';
}
