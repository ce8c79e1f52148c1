/** What is concluded from settings, and the lines that mend it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mendings } from '../../../bot/live/coverage/mend.ts';
import { cases, DEFAULTS, WELL } from '../../../bot/live/coverage/verdict.cases.ts';
import { judge, type Subject, type Surroundings } from '../../../bot/live/coverage/verdict.ts';

test.each(cases)('$name', ({ subject, around, expect: wanted }) => {
  const found = judge({ ...WELL.subject, ...subject }, { ...WELL.around, ...around });
  expect(found.verdict).toBe(wanted.verdict);
  expect(found.reasons.map(({ code }) => code)).toEqual(wanted.reasons);
  if (wanted.keptDays !== undefined) expect(found.keptDays).toBe(wanted.keptDays);
});

describe('whatever is given', () => {
  const flag = fc.constantFrom(true, false, null);
  const actions = fc.record({ onDefault: flag, named: flag });
  const subject: fc.Arbitrary<Subject> = fc.record({
    kind: fc.constantFrom('user', 'shared', 'room', 'group', 'other', null),
    plan: fc.constantFrom('premium', 'standard', 'none', null),
    logon: fc.option(fc.record({ owner: actions, delegate: actions, admin: actions })),
    bypass: flag,
    names: fc.constant(['ana@contoso.com']),
  });
  const around: fc.Arbitrary<Surroundings> = fc.record({
    organization: fc.option(fc.record({ auditDisabled: flag })),
    log: fc.option(fc.record({ ingestion: flag })),
    retention: fc.constantFrom(null, []),
  });

  test('recorded is said only where everything that decides was given and says so', () => {
    fc.assert(
      fc.property(subject, around, (one, given) => {
        if (judge(one, given).verdict !== 'recorded') return;
        expect(given.organization?.auditDisabled).toBe(false);
        expect(given.log?.ingestion).toBe(true);
        expect(one.bypass).toBe(false);
        expect(['user', 'shared']).toContain(one.kind);
        for (const { onDefault, named } of Object.values(one.logon ?? { none: DEFAULTS.owner })) {
          expect(named === true || (onDefault === true && named === null)).toBe(true);
        }
        if (one.kind === 'user') expect(['premium', 'standard']).toContain(one.plan);
      }),
      { numRuns: 1_000 },
    );
  });

  test('no verdict but recorded is without a reason', () => {
    fc.assert(
      fc.property(subject, around, (one, given) => {
        const { verdict, reasons } = judge(one, given);
        expect(reasons.length === 0).toBe(verdict === 'recorded');
      }),
    );
  });
});

describe('lines that mend', () => {
  const of = (identity: string, more: Partial<Subject>, around: Partial<Surroundings> = {}) => {
    const subject = { ...WELL.subject, ...more };
    return { identity, plan: subject.plan, ...judge(subject, { ...WELL.around, ...around }) };
  };
  const removed = { onDefault: false, named: false };

  test('one line for all with the same trouble', () => {
    const owner = { logon: { ...DEFAULTS, owner: removed } };
    const found = mendings([of('a@contoso.com', owner), of('b@contoso.com', owner)]);
    expect(found.map(({ lines }) => lines)).toEqual([
      [
        'Connect-ExchangeOnline',
        "'a@contoso.com', 'b@contoso.com' | ForEach-Object { Set-Mailbox -Identity $_ -DefaultAuditSet Owner }",
      ],
    ]);
  });

  test('each trouble has its own, and each is told once', () => {
    const around = {
      organization: { auditDisabled: true },
      log: { ingestion: false },
    };
    const found = mendings(
      [of('a@contoso.com', { bypass: true }, around), of('b@contoso.com', {}, around)],
      ['svc'],
    );
    expect(found.flatMap(({ lines }) => lines.slice(1))).toEqual([
      'Set-OrganizationConfig -AuditDisabled $false',
      'Set-AdminAuditLogConfig -UnifiedAuditLogIngestionEnabled $true',
      "'a@contoso.com', 'svc' | ForEach-Object { Set-MailboxAuditBypassAssociation -Identity $_ -AuditBypassEnabled $false }",
    ]);
  });

  test('what nothing mends has none', () => {
    expect(
      mendings([of('room@contoso.com', { kind: 'room' }), of('x@contoso.com', { plan: 'none' })]),
    ).toEqual([]);
  });

  test('a name cannot leave its quotes, whatever it is', () => {
    const name = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a'‘’‚‛"`$;()|&\n\r{}]{0,12}$/));
    fc.assert(
      fc.property(name, name, (identity, policy) => {
        const retention = [
          { name: policy, enabled: true, operations: [], recordTypes: [], users: [], days: 90, priority: 1 },
        ];
        for (const { lines } of mendings([of(identity, { bypass: true }, { retention })])) {
          for (const line of lines) {
            expect(line).not.toMatch(/[\r\n\u2028\u2029]/);
            // Without its quoted strings the line is one of ours.
            expect(line.replace(/['‘’‚‛](?:[^'‘’‚‛]|['‘’‚‛]{2})*['‘’‚‛]/g, 'NAME')).toMatch(
              /^(Connect-\w+|NAME \| ForEach-Object \{ Set-MailboxAuditBypassAssociation -Identity \$_ -AuditBypassEnabled \$false \}|Set-UnifiedAuditLogRetentionPolicy -Identity NAME -RetentionDuration SixMonths)$/,
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});
