/** The door of the simulator: a tenant that behaves, and misbehaves on request, with the truth written down. */
export { asExported, type ExportMess } from './export-mess.ts';
export type { AddressPlan, Network } from './networks.ts';
export { type Habits, USUAL_HABITS } from './people.ts';
export { Random } from './random.ts';
export type { AuditRecord, Organization } from './record.ts';
export { inPieces, sampleTenant, writeSampleTenant } from './sample.ts';
export { attackNames, type Simulation, simulateTenant, type TenantOptions } from './tenant.ts';
export type {
  AttackLabel,
  AttackMarkers,
  Harmless,
  ReadMessage,
  SyncedFolder,
  Truth,
  TruthGap,
} from './truth.ts';
export {
  auditDataJsonl,
  graphRecordsJson,
  managementApiJson,
  officeActivityCsv,
  purviewCsv,
  searchUalCsv,
} from './writers.ts';
