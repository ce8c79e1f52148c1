/** Settings, and what must be concluded from them (reference/graph.md B8, B9). */
import type { MailboxSettings, RetentionPolicy } from '../exchange/settings.ts';
import type { ReasonCode, Subject, Surroundings, Verdict } from './verdict.ts';

export interface VerdictCase {
  name: string;
  subject?: Partial<Subject>;
  around?: Partial<Surroundings>;
  expect: { verdict: Verdict; reasons: ReasonCode[]; keptDays?: number | null };
}

type Logon = MailboxSettings['logon'];

export const DEFAULTS: Logon = {
  owner: { onDefault: true, named: true },
  delegate: { onDefault: true, named: true },
  admin: { onDefault: true, named: true },
};
/** Everything was given, and all of it is as it should be. */
export const WELL: { subject: Subject; around: Surroundings } = {
  subject: { kind: 'user', plan: 'standard', logon: DEFAULTS, bypass: false, names: ['ana@contoso.com'] },
  around: { organization: { auditDisabled: false }, log: { ingestion: true }, retention: [] },
};

const removed = { onDefault: false, named: false };
const policy = (more: Partial<RetentionPolicy>): RetentionPolicy => ({
  name: 'short',
  enabled: true,
  operations: [],
  recordTypes: [],
  users: [],
  days: 90,
  priority: 10,
  ...more,
});

export const cases: VerdictCase[] = [
  { name: 'all as it should be', expect: { verdict: 'recorded', reasons: [], keptDays: 180 } },
  {
    name: 'Premium keeps records for a year',
    subject: { plan: 'premium' },
    expect: { verdict: 'recorded', reasons: [], keptDays: 365 },
  },
  {
    name: 'a shared mailbox needs no plan of its own',
    subject: { kind: 'shared', plan: 'none' },
    expect: { verdict: 'recorded', reasons: [] },
  },
  {
    name: 'auditing off for the organization overrules everything',
    around: { organization: { auditDisabled: true } },
    expect: { verdict: 'not-recorded', reasons: ['organization-off'], keptDays: null },
  },
  {
    name: 'a switch that is not configured is not off, and not on either',
    around: { organization: { auditDisabled: null } },
    expect: { verdict: 'unknown', reasons: ['organization-unknown'] },
  },
  {
    name: 'the switch of the organization was not given',
    around: { organization: null },
    expect: { verdict: 'unknown', reasons: ['organization-unknown'] },
  },
  {
    name: 'the audit log is off',
    around: { log: { ingestion: false } },
    expect: { verdict: 'not-recorded', reasons: ['log-off'] },
  },
  {
    name: 'the audit log: not configured',
    around: { log: { ingestion: null } },
    expect: { verdict: 'unknown', reasons: ['log-unknown'] },
  },
  ...(['room', 'equipment', 'public-folder', 'group'] as const).map(
    (kind): VerdictCase => ({
      name: `never covered: ${kind}`,
      subject: { kind },
      expect: { verdict: 'not-recorded', reasons: ['kind-never'] },
    }),
  ),
  {
    name: 'never covered, whatever its actions',
    subject: { kind: 'room', logon: { ...DEFAULTS, owner: removed } },
    expect: { verdict: 'not-recorded', reasons: ['kind-never'] },
  },
  {
    name: 'another type, of which nothing is said',
    subject: { kind: 'other' },
    expect: { verdict: 'unknown', reasons: ['kind-unknown'] },
  },
  {
    name: 'no type at all',
    subject: { kind: null },
    expect: { verdict: 'unknown', reasons: ['kind-unknown'] },
  },
  {
    name: "the owner's actions were customised",
    subject: { logon: { ...DEFAULTS, owner: removed } },
    expect: { verdict: 'partly', reasons: ['actions-customised'] },
  },
  {
    name: 'all three were customised',
    subject: { logon: { owner: removed, delegate: removed, admin: removed } },
    expect: { verdict: 'not-recorded', reasons: ['actions-customised'], keptDays: null },
  },
  {
    name: 'customised, but mail access is on the list',
    subject: { logon: { ...DEFAULTS, owner: { onDefault: false, named: true } } },
    expect: { verdict: 'recorded', reasons: [] },
  },
  {
    name: 'on the default set, the list lost by Export-Csv',
    subject: { logon: { ...DEFAULTS, owner: { onDefault: true, named: null } } },
    expect: { verdict: 'recorded', reasons: [] },
  },
  {
    name: 'customised, the list lost by Export-Csv',
    subject: { logon: { ...DEFAULTS, admin: { onDefault: false, named: null } } },
    expect: { verdict: 'unknown', reasons: ['actions-unknown'] },
  },
  {
    name: 'on the default set, yet the list lacks mail access',
    subject: { logon: { ...DEFAULTS, delegate: { onDefault: true, named: false } } },
    expect: { verdict: 'unknown', reasons: ['actions-unknown'] },
  },
  {
    name: 'the default set not given, the list without mail access',
    subject: { logon: { ...DEFAULTS, delegate: { onDefault: null, named: false } } },
    expect: { verdict: 'partly', reasons: ['actions-customised'] },
  },
  {
    name: 'nothing of the mailbox was given',
    subject: { logon: null },
    expect: { verdict: 'unknown', reasons: ['settings-missing'] },
  },
  {
    name: 'its account bypasses auditing',
    subject: { bypass: true },
    expect: { verdict: 'partly', reasons: ['bypass'] },
  },
  {
    name: 'bypass, and nothing else recorded either',
    subject: { bypass: true, logon: { ...DEFAULTS, delegate: removed, admin: removed } },
    expect: { verdict: 'not-recorded', reasons: ['actions-customised', 'bypass'] },
  },
  {
    name: 'a bypass is known, the rest is not: still not fully recorded',
    subject: { bypass: true, logon: null },
    around: { organization: null },
    expect: { verdict: 'partly', reasons: ['bypass'] },
  },
  {
    name: 'the row of the bypass lacks its key',
    subject: { bypass: null },
    expect: { verdict: 'unknown', reasons: ['bypass-unknown'] },
  },
  {
    name: 'no plan with auditing',
    subject: { plan: 'none' },
    expect: { verdict: 'unknown', reasons: ['plan-none'] },
  },
  {
    name: 'Graph was not asked',
    subject: { plan: null },
    expect: { verdict: 'unknown', reasons: ['plan-unknown'], keptDays: null },
  },
  {
    name: 'a custom policy keeps it for three months',
    around: { retention: [policy({})] },
    expect: { verdict: 'partly', reasons: ['kept-short'], keptDays: 90 },
  },
  {
    name: 'half a year is short for Premium',
    subject: { plan: 'premium' },
    around: { retention: [policy({ days: 180 })] },
    expect: { verdict: 'partly', reasons: ['kept-short'], keptDays: 180 },
  },
  {
    name: 'half a year is usual for Standard',
    around: { retention: [policy({ days: 180 })] },
    expect: { verdict: 'recorded', reasons: [], keptDays: 180 },
  },
  {
    name: 'a longer policy of a lower number goes before',
    around: { retention: [policy({}), policy({ name: 'long', days: 3650, priority: 1 })] },
    expect: { verdict: 'recorded', reasons: [], keptDays: 3650 },
  },
  {
    name: 'a policy for other operations, types or people, or switched off, does not apply',
    around: {
      retention: [
        policy({ operations: ['Send'] }),
        policy({ recordTypes: ['SharePoint'] }),
        policy({ users: ['bo@contoso.com'] }),
        policy({ enabled: false }),
      ],
    },
    expect: { verdict: 'recorded', reasons: [], keptDays: 180 },
  },
  {
    name: 'a policy that names operation, type and person applies',
    around: {
      retention: [
        policy({
          operations: ['mailitemsaccessed'],
          recordTypes: ['ExchangeItemAggregated'],
          users: ['ana@contoso.com'],
        }),
      ],
    },
    expect: { verdict: 'partly', reasons: ['kept-short'], keptDays: 90 },
  },
  {
    name: 'a policy whose length cannot be read',
    around: { retention: [policy({ days: null })] },
    expect: { verdict: 'recorded', reasons: [], keptDays: null },
  },
  {
    name: 'policies were not given: how long is not known',
    around: { retention: null },
    expect: { verdict: 'recorded', reasons: [], keptDays: null },
  },
  {
    name: 'nothing at all was given',
    subject: { kind: null, plan: null, logon: null, bypass: null },
    around: { organization: null, log: null, retention: null },
    expect: {
      verdict: 'unknown',
      reasons: ['organization-unknown', 'log-unknown', 'settings-missing', 'bypass-unknown', 'plan-unknown'],
      keptDays: null,
    },
  },
];
