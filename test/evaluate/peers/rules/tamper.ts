/** peers.md 2 I: settings that blind the log, and consent. */
import type { PeerLog, PeerOther, PeerRule } from '../rule.ts';

const alertsOn =
  (operation: string, pattern: RegExp) =>
  ({ others }: PeerLog) =>
    others
      .filter((row: PeerOther) => row.operation === operation && pattern.test(row.text))
      .map(({ id }) => [id]);

export const rules: PeerRule[] = [
  {
    id: 'I1',
    source: 'Elastic, audit bypass',
    alerts: alertsOn('Set-MailboxAuditBypassAssociation', /"ResultStatus":"(True|Succeeded)"/),
  },
  {
    id: 'I2',
    source: 'Splunk, advanced audit disabled',
    alerts: alertsOn('Change user license.', /DisabledPlans.*M365_ADVANCED_AUDITING/),
  },
  {
    id: 'I3',
    source: 'Sentinel, audit log disabled',
    alerts: alertsOn(
      'Set-AdminAuditLogConfig',
      /"(AdminAuditLogEnabled|UnifiedAuditLogIngestionEnabled)","Value":"False"/,
    ),
  },
  {
    id: 'I4',
    source: 'Sentinel and Splunk, mail permissions',
    alerts: ({ others }) =>
      others
        .filter(
          ({ operation, text }) =>
            (operation === 'Consent to application.' && /Scope: [^\]]*Mail\.Read/.test(text)) ||
            (operation === 'Add app role assignment to service principal.' &&
              /Mail\.Read|810c84a8-4a9e-49e6-bf7d-12d183f40d01/.test(text)),
        )
        .map(({ id }) => [id]),
  },
];
