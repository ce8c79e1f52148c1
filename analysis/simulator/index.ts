/** The door of the simulator: a tenant that behaves, and misbehaves on request, with the truth written down. */
export type { AuditRecord, Organization } from './record.ts';
export { inPieces, sampleTenant, writeSampleTenant } from './sample.ts';
export { attackNames, type Simulation, simulateTenant, type TenantOptions } from './tenant.ts';
export type { AttackLabel, AttackMarkers, ReadMessage, SyncedFolder, Truth, TruthGap } from './truth.ts';
export {
  auditDataJsonl,
  graphRecordsJson,
  managementApiJson,
  officeActivityCsv,
  purviewCsv,
  searchUalCsv,
} from './writers.ts';
