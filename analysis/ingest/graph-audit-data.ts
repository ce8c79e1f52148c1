import { objectAt } from './format.ts';

/**
 * Graph's auditData is the classic object with `X@odata.type` annotations between; in the documented v1.0 form
 * the fields sit in `dynamicProperties`. The envelope's userId and userPrincipalName are crossed against the
 * classic ones (reference/audit-records.md (d)), so only auditData is read.
 */
export function graphAuditData(auditData: string): string {
  const dynamic = objectAt('$.dynamicProperties', `(${auditData})`);
  return `CASE WHEN contains(${auditData}, '"dynamicProperties"') THEN coalesce(CAST(json_merge_patch(try_cast(${auditData} AS JSON), try_cast(${dynamic} AS JSON)) AS VARCHAR), ${auditData}) ELSE ${auditData} END`;
}
