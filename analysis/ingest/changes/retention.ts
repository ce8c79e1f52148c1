/** How long records are kept. Only a policy that may hold MailItemsAccessed records concerns us. */
import { type ChangeReader, named } from './_change.ts';

/** RetentionDuration of New-UnifiedAuditLogRetentionPolicy, in days */
const DAYS: Record<string, number> = {
  sevendays: 7,
  thirtydays: 30,
  onemonth: 30,
  threemonths: 90,
  sixmonths: 180,
  ninemonths: 270,
  twelvemonths: 365,
  threeyears: 1_095,
  fiveyears: 1_825,
  sevenyears: 2_555,
  tenyears: 3_650,
};
const RECORD_TYPES = /ExchangeItem(Aggregated)?\b|\b50\b|\b2\b/i;

export const reader: ChangeReader = {
  operations: [
    'New-UnifiedAuditLogRetentionPolicy',
    'Set-UnifiedAuditLogRetentionPolicy',
    'Remove-UnifiedAuditLogRetentionPolicy',
  ],
  read(record) {
    const parameters = named(record.data, 'Parameters');
    const name = parameters.get('name') || parameters.get('identity') || record.objectId || '';
    if (record.operation.startsWith('remove'))
      return [{ kind: 'retention-policy', detail: `"${name}" removed` }];
    const duration = parameters.get('retentionduration') ?? '';
    const days = DAYS[duration.replace(/[\s_-]/g, '').toLowerCase()];
    const types = parameters.get('recordtypes') ?? '';
    const operations = parameters.get('operations') ?? '';
    const users = parameters.get('userids') ?? '';
    const ours =
      (types === '' || RECORD_TYPES.test(types)) &&
      (operations === '' || /MailItemsAccessed/i.test(operations));
    return [
      {
        kind: 'retention-policy',
        detail: `"${name}": kept ${duration || 'for a time not named'}${users === '' ? '' : `, for ${users}`}${types === '' ? '' : `, ${types}`}${operations === '' ? '' : `, ${operations}`}`,
        ...(ours && days !== undefined ? { part: String(days) } : {}),
      },
    ];
  },
};
