import type { CaseFacts } from '../../../analysis/guidance/facts.ts';

/** A case of nothing: no file, no record, nothing known. */
export const EMPTY_FACTS: CaseFacts = {
  organisations: [],
  window: { from: null, to: null },
  inputs: [],
  mailItemsAccessed: 0,
  mailboxes: [],
  syncedMailboxes: [],
  strangeSyncs: [],
  changes: [],
  changesTotal: 0,
  methodsAdded: [],
  recordsPerWorkingDay: null,
  gaps: [],
  exposed: [],
  hostile: { ips: [], sessions: [], tokens: [], apps: [], users: [] },
  hostileOnRecord: false,
  hostileAccounts: [],
  hostileApps: [],
  hostileAppOnly: false,
  ownersThroughHostileApp: [],
  suspicions: [],
  inQuestion: { accounts: [], apps: [], appOnly: false, ownersThroughApp: [] },
};

/** A sound log in which nobody has marked or found anything. */
export const QUIET_FACTS: CaseFacts = {
  ...EMPTY_FACTS,
  organisations: ['contoso.onmicrosoft.com'],
  window: { from: '2026-05-08T06:12:00Z', to: '2026-05-20T10:00:00Z' },
  inputs: [
    {
      name: 'export.csv',
      truncation: [],
      cutOff: false,
      rejected: 0,
      scopeKnown: true,
      scopeContradicted: false,
    },
  ],
  mailItemsAccessed: 31_207,
  mailboxes: ['lee.gu@contoso.com', 'miriam.g@contoso.com'],
  recordsPerWorkingDay: 33.4,
};

const gap = { certainty: 'proven', mailbox: null, actor: null, from: null, to: null } as const;

/** Everything at once: every step has something to say. `name` stands wherever a log can put a name. */
export function fullFacts(
  name: string,
  from = '2026-05-14T17:41:00Z',
  to = '2026-05-15T17:42:00Z',
): CaseFacts {
  return {
    ...QUIET_FACTS,
    organisations: [name],
    inputs: [
      {
        name,
        truncation: ['exactly 5,000 rows'],
        cutOff: false,
        rejected: 3,
        scopeKnown: false,
        scopeContradicted: false,
      },
    ],
    mailboxes: [name, 'miriam.g@contoso.com'],
    syncedMailboxes: [name],
    strangeSyncs: [
      { mailbox: name, ip: name, country: name, folders: 9, from, to, exposed: true, sharesSession: false },
    ],
    changes: [{ at: from, what: `forwarding: to ${name}`, actor: name, mailbox: name, ip: name }],
    changesTotal: 1,
    methodsAdded: [{ at: from, what: 'phone app added', actor: name, mailbox: name, ip: name }],
    gaps: [
      { ...gap, kind: 'throttled', mailbox: name, from, to },
      { ...gap, kind: 'suspected-throttle', certainty: 'suspected', mailbox: name, from, to: null },
      { ...gap, kind: 'audit-bypass', actor: name, from },
      { ...gap, kind: 'audit-disabled', mailbox: name, from },
      { ...gap, kind: 'ingestion-disabled', from, to },
      { ...gap, kind: 'silence', mailbox: name, from, to },
      { ...gap, kind: 'not-yet-arrived', from: to },
      { ...gap, kind: 'retention', to: from },
    ],
    exposed: [
      { mailbox: name, scope: 'confirmed', verdict: 'entire-mailbox', messages: 200, synced: true },
      {
        mailbox: 'miriam.g@contoso.com',
        scope: 'suspected',
        verdict: 'messages',
        messages: 14,
        synced: false,
      },
    ],
    hostile: {
      ips: [name],
      sessions: [name],
      tokens: [name],
      apps: [name, '9f3c1111-2222-3333-4444-555566667777'],
      users: [name],
    },
    hostileOnRecord: true,
    hostileAccounts: [name, 'miriam.g@contoso.com'],
    hostileApps: [name, '9f3c1111-2222-3333-4444-555566667777'],
    hostileAppOnly: true,
    ownersThroughHostileApp: [name, 'miriam.g@contoso.com'],
    suspicions: [{ title: name, markers: [`ip:${name}`], mailboxes: [name] }],
    inQuestion: { accounts: [name], apps: [name], appOnly: true, ownersThroughApp: [name] },
  };
}
