import { describe, expect, it } from 'vitest';
import { nextSteps, STEPS, stepsFor } from '../../../analysis/guidance/index.ts';
import { outsideStrings } from './powershell-strings.ts';
import { EMPTY_FACTS, fullFacts, QUIET_FACTS } from './sample-facts.ts';

/** Cmdlets that exist today. Not among them: Search-MailboxAuditLog, AzureAD and MSOnline, all retired. */
const CURRENT = new Set([
  ...['Connect-ExchangeOnline', 'Connect-IPPSSession', 'Connect-MgGraph'],
  ...['ForEach-Object', 'Where-Object', 'Select-Object', 'Sort-Object', 'Format-List', 'Export-Csv'],
  ...['Get-Date', 'Get-FileHash', 'New-Guid', 'Write-Warning', 'Search-UnifiedAuditLog'],
  ...['Get-Mailbox', 'Set-Mailbox', 'Get-CASMailbox', 'Set-CASMailbox', 'Get-InboxRule', 'Get-MobileDevice'],
  ...['Get-MailboxPermission', 'Get-RecipientPermission', 'Get-MailboxFolderPermission'],
  ...['Get-MailboxAuditBypassAssociation', 'Set-MailboxAuditBypassAssociation'],
  ...[
    'Get-OrganizationConfig',
    'Set-OrganizationConfig',
    'Get-AdminAuditLogConfig',
    'Set-AdminAuditLogConfig',
  ],
  ...['Get-UnifiedAuditLogRetentionPolicy', 'New-UnifiedAuditLogRetentionPolicy'],
  ...[
    'Update-MgUser',
    'Revoke-MgUserSignInSession',
    'Get-MgUserAuthenticationMethod',
    'Get-MgUserRegisteredDevice',
  ],
  ...['Get-MgServicePrincipal', 'Update-MgServicePrincipal', 'Get-MgApplication'],
  ...['Get-MgServicePrincipalOauth2PermissionGrant', 'Get-MgServicePrincipalAppRoleAssignment'],
]);

const ids = (facts: Parameters<typeof nextSteps>[0]) => nextSteps(facts).map((step) => step.id);

describe('every step', () => {
  const facts = fullFacts("o'brien@contoso.com");
  // no-records and the steps for records exclude each other; the two together bring up all.
  const all = [...nextSteps(facts), ...nextSteps({ ...facts, mailItemsAccessed: 0 })];

  it('comes up in a case that has everything, under its file name', () => {
    expect(new Set(all.map((step) => step.id))).toEqual(new Set(STEPS.map((step) => step.id)));
    expect(new Set(STEPS.map((step) => step.id)).size).toBe(STEPS.length);
    expect(STEPS.length).toBeGreaterThan(20);
  });

  it.each(all.map((step) => [step.id, step] as const))('%s says what, why and on whose word', (_, step) => {
    expect(step.id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(step.title).toMatch(/^[A-Z].{8,110}[^.]$/);
    expect(step.why).toMatch(/^.{60,}\.$/s);
    expect(step.source).toMatch(/Microsoft|CISA|OMB|NIST|Office 365 for IT Pros|Exchange Online PowerShell/);
    const words = `${step.title} ${step.why}`;
    expect(words).not.toMatch(/undefined|null|NaN|Invalid|\[object| {2}/);
    expect(words).not.toMatch(/\b(safe|clean|simply|just)\b/i);
  });

  it.each(all.map((step) => [step.id, step] as const))(
    '%s uses current cmdlets, and searches as it should',
    (_, step) => {
      for (const command of step.commands) {
        if (command.startsWith('mark hostile ')) continue;
        const code = outsideStrings(command);
        for (const cmdlet of code.match(/\b[A-Z][A-Za-z]+-[A-Z]\w+/g) ?? []) {
          expect(CURRENT.has(cmdlet), cmdlet).toBe(true);
        }
        expect(code).not.toMatch(
          /AzureAD|Msol|Search-MailboxAuditLog|New-MailboxAuditLogSearch|Remove-Mailbox\b/i,
        );
        if (code.includes('Search-UnifiedAuditLog')) {
          expect(code).toMatch(/-Operations /);
          expect(code).toMatch(/-SessionCommand ReturnLargeSet -ResultSize 5000 -HighCompleteness/);
          expect(code).not.toMatch(/-RecordType|-UserIds/);
        }
      }
    },
  );
});

describe('which steps come up', () => {
  it('an empty case: keep the log, get records, auditing, retention', () => {
    expect(ids(EMPTY_FACTS)).toEqual(['keep-the-log', 'no-records', 'restore-auditing', 'retention']);
  });

  it('a quiet case: no containment, nobody to tell', () => {
    expect(ids(QUIET_FACTS)).toEqual([
      'keep-the-log',
      'step-3-contexts',
      'check-auditing',
      'retention',
      'baseline',
      'volume',
    ]);
  });

  it('preserves before it contains, and contains before it looks further', () => {
    const order = ids(fullFacts('a@contoso.com'));
    const places = [
      'hold-mailboxes',
      'keep-the-log',
      'reacquire-truncated',
      'contain-accounts',
      'step-1-throttled',
    ].concat(['step-2-sync', 'step-4-messages', 'trace-cause', 'tell-authorities', 'retention']);
    expect(order.filter((id) => places.includes(id))).toEqual(places);
  });

  it('has a cut file exported again among the first three, whatever else there is to do', () => {
    const facts = fullFacts('a@contoso.com');
    expect(ids(facts).slice(0, 3)).toContain('reacquire-truncated');
    const title = (...cutOff: boolean[]) =>
      nextSteps({
        ...facts,
        inputs: cutOff.map((cut, n) => ({
          name: `${n}.csv`,
          truncation: ['it ends in the middle of a record'],
          cutOff: cut,
          rejected: 0,
          scopeKnown: true,
          scopeContradicted: false,
        })),
      }).find(({ id }) => id === 'reacquire-truncated')?.title;
    expect(title(false)).toBe('Export again: 1 file may be cut off');
    expect(title(true)).toBe('Export again: 1 file is cut off');
    expect(title(true, true, false)).toBe('Export again: 2 files are cut off, and 1 more may be');
  });

  it.each([
    [
      'declare-scope',
      {
        inputs: [
          {
            name: 'a.csv',
            truncation: [],
            cutOff: false,
            rejected: 0,
            scopeKnown: false,
            scopeContradicted: false,
          },
        ],
      },
    ],
    [
      'reacquire-rejected',
      {
        inputs: [
          {
            name: 'a.csv',
            truncation: [],
            cutOff: false,
            rejected: 1,
            scopeKnown: true,
            scopeContradicted: false,
          },
        ],
      },
    ],
    [
      'reacquire-truncated',
      {
        inputs: [
          {
            name: 'a.csv',
            truncation: ['exactly 100 rows'],
            cutOff: false,
            rejected: 0,
            scopeKnown: true,
            scopeContradicted: false,
          },
        ],
      },
    ],
    ['step-2-sync', { syncedMailboxes: ['lee.gu@contoso.com'] }],
    ['forged-tokens', { ownersThroughHostileApp: ['a@contoso.com', 'b@contoso.com'] }],
  ])('%s alone, when there is reason for it', (id, change) => {
    expect(ids({ ...QUIET_FACTS, ...change }).filter((step) => !ids(QUIET_FACTS).includes(step))).toEqual([
      id,
    ]);
  });

  it('reports nothing to anybody, and still asks for contexts, when a marker hits no record', () => {
    const hostile = { ...QUIET_FACTS.hostile, ips: ['9.9.9.9'] };
    const exposed = [
      { mailbox: 'a@contoso.com', scope: 'confirmed', verdict: 'unknown', messages: 0, synced: false },
    ] as const;
    const marked = ids({ ...QUIET_FACTS, hostile, exposed: [...exposed] });
    for (const id of ['tell-authorities', 'deadlines']) expect(marked).not.toContain(id);
    expect(marked).toContain('step-3-contexts');
    expect(ids({ ...QUIET_FACTS, hostile, hostileOnRecord: true })).toEqual(
      expect.arrayContaining(['tell-authorities', 'deadlines']),
    );
  });

  it('does not take an exposure of no evidence for an affected mailbox', () => {
    const exposed = [
      { mailbox: 'a@contoso.com', scope: 'confirmed', verdict: 'no-evidence', messages: 0, synced: false },
    ] as const;
    expect(ids({ ...QUIET_FACTS, exposed: [...exposed] })).toEqual(ids(QUIET_FACTS));
  });

  it('locks no owner’s account when an application acted alone', () => {
    const exposed = [
      { mailbox: 'a@contoso.com', scope: 'confirmed', verdict: 'messages', messages: 3, synced: false },
    ] as const;
    const app = '9f3c1111-2222-3333-4444-555566667777';
    const facts = {
      ...QUIET_FACTS,
      exposed: [...exposed],
      hostile: { ...QUIET_FACTS.hostile, apps: [app], users: [app] },
      hostileOnRecord: true,
      hostileApps: [app],
      hostileAppOnly: true,
    };
    const steps = nextSteps(facts);
    expect(steps.map(({ id }) => id)).not.toContain('contain-accounts');
    expect(steps.find(({ id }) => id === 'contain-apps')?.why).toContain('without a user');
    expect(steps.find(({ id }) => id === 'tell-authorities')?.why).toContain(`application ${app}, `);
  });

  it('says what to contain before anything is marked, in order, as what to do if it is confirmed', () => {
    const app = '9f3c1111-2222-3333-4444-555566667777';
    const facts = {
      ...QUIET_FACTS,
      suspicions: [{ title: 'A sweep', markers: [], mailboxes: ['lee.gu@contoso.com'] }],
      inQuestion: {
        accounts: ['lee.gu@contoso.com', app],
        apps: [app],
        appOnly: true,
        ownersThroughApp: ['lee.gu@contoso.com', 'ana@contoso.com'],
      },
    };
    const steps = nextSteps(facts).filter(({ id }) => /^(step-3|contain|forged)/.test(id));
    expect(steps.map(({ id, title }) => `${id}: ${title}`)).toEqual([
      'step-3-contexts: Decide about 1 suspicion: mark hostile or trusted',
      'contain-accounts: If you confirm it: lock 1 account, set new passwords, revoke sessions',
      'contain-methods: Look for sign-in methods and devices that are not the owner’s',
      `contain-apps: If you confirm it: disable ${app}, its credentials and its consent`,
      'contain-mailboxes: Look for inbox rules, forwarding and delegates left behind',
      'contain-protocols: If you confirm it: close IMAP, POP and EWS where nobody needs them',
      'forged-tokens: If no sign-in explains these reads, call Microsoft: revoking will not stop forged tokens',
    ]);
    const words = steps.map(({ why }) => why).join('\n');
    expect(words).toContain('read mail in what the findings cite');
    expect(words).not.toMatch(/is marked hostile|a hostile application/i);
    expect(steps.flatMap(({ commands }) => commands).join('\n')).toContain(
      "'lee.gu@contoso.com' | ForEach-Object",
    );
  });

  it('acts on what is marked alone, and names beside it what is not decided', () => {
    const facts = {
      ...QUIET_FACTS,
      hostileAccounts: ['lee.gu@contoso.com'],
      inQuestion: { ...QUIET_FACTS.inQuestion, accounts: ['ana@contoso.com', 'lee.gu@contoso.com'] },
    };
    const step = nextSteps(facts).find(({ id }) => id === 'contain-accounts');
    expect(step?.title).toBe('Lock 1 account, set new passwords, revoke sessions');
    expect(step?.commands.join()).not.toContain('ana@contoso.com');
    expect(step?.why).toContain('Not yet decided: ana@contoso.com; once marked hostile');
  });

  it('gives a finding only steps that are listed, and one below medium none that contains others', () => {
    const steps = nextSteps(fullFacts('a@contoso.com'));
    const called = ['tell-authorities', 'no-records', 'contain-accounts', 'trace-cause'];
    const of = (severity: 'high' | 'low') =>
      stepsFor({ severity, nextSteps: called }, steps).map(({ id }) => id);
    expect(of('high')).toEqual(['contain-accounts', 'trace-cause', 'tell-authorities']);
    expect(of('low')).toEqual(['trace-cause']);
  });

  it('does not disable Microsoft’s own application, and says so', () => {
    const outlook = '27922004-5251-4030-b22d-91ecd9a37ea4';
    const facts = { ...QUIET_FACTS, hostileApps: [outlook] };
    const step = nextSteps(facts).find(({ id }) => id === 'contain-apps');
    expect(step?.why).toContain('Outlook Mobile');
    expect(step?.why).toContain('Microsoft’s own');
    expect(step?.commands).toEqual([]);
  });

  it('names the blind period of a throttled mailbox in words and in the search', () => {
    const step = nextSteps(fullFacts("o'brien@contoso.com")).find(({ id }) => id === 'step-1-throttled');
    expect(step?.why).toContain("o'brien@contoso.com 14 May 2026 17:41 UTC to 15 May 2026 17:42 UTC");
    expect(step?.commands[1]).toContain("-FreeText 'o''brien@contoso.com'");
    expect(step?.commands[1]).toContain("'2026-05-14T17:41:00Z'");
  });

  it('tells a mailbox that was synced from one that throttling hid', () => {
    const entire = { scope: 'suspected', verdict: 'entire-mailbox', messages: 9 } as const;
    const throttled = { mailbox: 'ana@contoso.com', ...entire, synced: false };
    const gap = {
      ...({ kind: 'throttled', certainty: 'proven', mailbox: 'ana@contoso.com', actor: null } as const),
      ...{ from: '2026-05-14T17:41:00Z', to: '2026-05-15T17:41:00Z' },
    };
    const facts = {
      ...QUIET_FACTS,
      syncedMailboxes: ['ana@contoso.com', 'lee.gu@contoso.com'],
      exposed: [throttled],
      gaps: [gap],
    };
    const step = (id: string, of: typeof facts) => nextSteps(of).find((one) => one.id === id);
    expect(step('step-2-sync', facts)?.title).toBe('Find out whose Outlook synced 2 mailboxes');
    expect(step('step-2-sync', facts)?.why).not.toContain('downloaded');
    expect(step('step-1-throttled', facts)?.why).toContain(
      'Of ana@contoso.com everything must be presumed read: not since folders were synced, but since the log is blind',
    );
    const synced = {
      ...facts,
      exposed: [throttled, { mailbox: 'lee.gu@contoso.com', ...entire, synced: true }],
      strangeSyncs: [
        {
          ...{
            mailbox: 'lee.gu@contoso.com',
            ip: '203.0.113.77',
            country: 'NL',
            folders: 9,
            exposed: true,
            sharesSession: false,
          },
          ...{ from: '2026-05-14T03:00:00Z', to: '2026-05-14T03:16:00Z' },
        },
      ],
    };
    expect(step('step-2-sync', synced)?.title).toBe('Treat 1 synced mailbox as read as a whole');
    expect(step('step-2-sync', synced)?.why).toMatch(/^lee\.gu@contoso\.com: a Sync is among the accesses/);
    expect(step('step-2-sync', synced)?.why).toContain(
      '9 folders of lee.gu@contoso.com to 203.0.113.77 (Netherlands), 14 May 2026 03:00 to 03:16 UTC.',
    );
    expect(step('step-1-throttled', synced)?.why).not.toContain('Of lee.gu');
  });

  it('names the changes on record as what may have opened the door, also where nothing else is suspicious', () => {
    const facts = {
      ...QUIET_FACTS,
      changes: [
        {
          ...{ at: '2026-05-14T12:00:00Z', what: 'forwarding: to mallory@evil.example' },
          ...{ actor: 'admin@contoso.com', mailbox: 'ana@contoso.com', ip: '203.0.113.9' },
        },
      ],
      changesTotal: 4,
    };
    const step = nextSteps(facts).find(({ id }) => id === 'trace-cause');
    expect(step?.title).toBe('Check 4 changes on record, and search for what else opened a door');
    expect(step?.why).toContain(
      'On record in this case: 14 May 2026 12:00 UTC, forwarding: to mallory@evil.example for ana@contoso.com, by admin@contoso.com from 203.0.113.9; and 3 more, in the timeline. Ask whoever',
    );
  });

  it('names the ways to sign in that were added to the accounts in question, and no others', () => {
    const added = { what: 'phone app added', actor: 'ana@contoso.com', ip: '203.0.113.9' };
    const facts = {
      ...QUIET_FACTS,
      hostileAccounts: ['ana@contoso.com'],
      hostileOnRecord: true,
      methodsAdded: [
        { ...added, at: '2026-05-14T12:00:00Z', mailbox: 'ana@contoso.com' },
        { ...added, at: '2026-05-14T13:00:00Z', mailbox: 'ben@contoso.com' },
      ],
    };
    const step = nextSteps(facts).find(({ id }) => id === 'contain-methods');
    expect(step?.why).toContain(
      'On record in this case: 14 May 2026 12:00 UTC, phone app added, by ana@contoso.com from 203.0.113.9. That no other was added is not shown.',
    );
    expect(step?.why).not.toContain('ben@contoso.com');
  });

  it('names 50 mailboxes in a command and says how many are left', () => {
    const exposed = Array.from({ length: 73 }, (_, i) => ({
      mailbox: `user${i}@contoso.com`,
      scope: 'confirmed' as const,
      verdict: 'messages' as const,
      messages: 1,
      synced: false,
    }));
    const step = nextSteps({ ...QUIET_FACTS, exposed }).find(({ id }) => id === 'hold-mailboxes');
    expect(step?.why).toContain(
      'user0@contoso.com, user1@contoso.com, user2@contoso.com, user3@contoso.com, user4@contoso.com and 68 more',
    );
    expect(step?.why).toContain('run them again for the 23 others');
    expect(step?.commands[1]?.match(/@contoso\.com'/g)).toHaveLength(50);
  });

  it('holds what must be presumed read, and names apart what only gaps leave open', () => {
    const exposed = [
      {
        mailbox: 'ana@x',
        scope: 'confirmed' as const,
        verdict: 'messages' as const,
        messages: 3,
        synced: false,
      },
      ...['ben@x', 'lee@x'].map((mailbox) => ({
        ...{ mailbox, scope: 'confirmed' as const, verdict: 'unknown' as const, messages: 0, synced: false },
      })),
    ];
    const steps = nextSteps({ ...QUIET_FACTS, exposed });
    const hold = steps.find(({ id }) => id === 'hold-mailboxes');
    expect(hold?.title).toBe('Hold 1 affected mailbox');
    expect(hold?.why).toContain('Of 2 other mailboxes (ben@x and lee@x) no record is in question');
    expect(hold?.commands.join(' ')).not.toContain('ben@x');
    expect(steps.find(({ id }) => id === 'tell-authorities')?.why).toContain(
      '1 mailbox presumed read, 2 of which that cannot be excluded, ',
    );
  });

  it('holds what gaps leave open where no record is in question', () => {
    const open = {
      mailbox: 'ben@x',
      scope: 'confirmed',
      verdict: 'unknown',
      messages: 0,
      synced: false,
    } as const;
    const hold = nextSteps({ ...QUIET_FACTS, exposed: [open] }).find(({ id }) => id === 'hold-mailboxes');
    expect(hold?.title).toBe('Hold 1 mailbox of which access cannot be excluded');
    expect(hold?.commands.join(' ')).toContain('ben@x');
  });

  it.each([
    [33.4, 'This case has 33 for each mailbox and working day, as expected.'],
    [900, 'far more'],
    [17, 'This case has 17 for each mailbox and working day, fewer than that.'],
    [55, 'working day, more than that.'],
    [2, 'far fewer'],
    [null, 'too few working days'],
  ])('compares the volume %s with what is to be expected', (recordsPerWorkingDay, words) => {
    const step = nextSteps({ ...QUIET_FACTS, recordsPerWorkingDay }).find(({ id }) => id === 'volume');
    expect(step?.why).toContain('30 to 40');
    expect(step?.why).toContain(words);
  });
});
