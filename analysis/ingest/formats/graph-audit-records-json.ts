import { type Format, lookAt, objectAt } from '../format.ts';
import { graphAuditData } from '../graph-audit-data.ts';

/** Graph security/auditLog/queries/{id}/records: the envelope, its bare array, or one record. (d) */
export const format: Format = {
  format: 'graph-audit-records-json',
  precedence: 45,
  recognise: (sample) =>
    sample.kind === 'json' && sample.elements.some((element) => lookAt(element, '$.auditData') !== null),
  auditData: () => graphAuditData(objectAt('$.auditData')),
};
