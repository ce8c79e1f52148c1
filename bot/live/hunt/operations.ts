/** Which operations a hunt asks for. By operation, never by record type: Sync records are RecordType 2, Bind 50. */
import { RULE_OPERATIONS } from '../../../analysis/reference/operations.ts';

/** Items moved, changed and deleted are most of a log, and no rule reads them. */
const LEFT_OUT = ['item-change', 'deletion'];

/** MailItemsAccessed and the operations that rules read, spelled as the log spells them. */
export const HUNT_OPERATIONS: readonly string[] = [
  'MailItemsAccessed',
  ...new Set(RULE_OPERATIONS.filter(({ group }) => !LEFT_OUT.includes(group)).map(({ name }) => name)),
];
