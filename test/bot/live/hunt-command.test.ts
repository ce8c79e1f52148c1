/** What is understood of `hunt`, and what it says where it cannot hunt. */
import { describe, expect, test } from 'vitest';
import type { CommandTurn } from '../../../bot/commands/_command.ts';
import { command } from '../../../bot/commands/hunt.ts';
import type { Services } from '../../../bot/services.ts';
import { CALLER, PLACE } from './hunt-room.ts';

const turn: CommandTurn = {
  ...{ caller: CALLER, place: PLACE, files: [], mentions: [], role: 'responder', caseId: null },
  mayOpen: () => false,
};
const problemOf = (live: object, words = 'tenant') =>
  command.run(command.parse(words), turn, { live } as Services).then(
    () => null,
    (error) => `${error.message} ${error.input?.todo.join(' ')}`,
  );

describe('hunt', () => {
  test.each([
    ['Lee.Gu@Contoso.com', { target: { kind: 'mailbox', value: 'lee.gu@contoso.com' }, engine: 'audit' }],
    ["o'brien@contoso.com", { target: { kind: 'mailbox', value: "o'brien@contoso.com" } }],
    ['lee.gu[@]contoso[.]com', { target: { kind: 'mailbox', value: 'lee.gu@contoso.com' } }],
    ['203.0.113.9 2026-05-01', { target: { kind: 'ip', value: '203.0.113.9' }, from: 1777593600, to: null }],
    ['2001:DB8:0::1', { target: { kind: 'ip', value: '2001:db8::1' } }],
    ['app:9F3C0000-1111-4222-8333-444455556666', { target: { kind: 'app' } }],
    ['tenant --engine defender', { target: { kind: 'tenant', value: '' }, engine: 'defender' }],
    ['tenant --engine=defender', { engine: 'defender' }],
    ['a@b.com 2026-05-01 2026-05-02 unfiltered new', { unfiltered: true, anew: true, to: 1777766399 }],
    ['a@b.com 2026-05-01 16:40 20 May 2026', { from: 1777653600, to: 1779321599 }],
    ['status', { do: 'status' }],
    ['stop', { do: 'stop' }],
  ])('%s', (words, expected) => {
    expect(command.parse(words)).toMatchObject(expected);
  });

  test.each([
    '',
    'everything',
    'a@b.com yesterday',
    'tenant --engine splunk',
    '"a@b\' or 1" 2026-05-01',
    'a@b.com 2026-05-01 2026-05-02 2026-05-03',
  ])('not: %s', (words) => {
    expect(() => command.parse(words)).toThrow();
  });

  test('without a tenant it says what is missing and which permission', async () => {
    const words = await problemOf({ tenant: null });
    expect(words).toContain('AuditLogsQuery-Exchange.Read.All');
    expect(await problemOf({ tenant: null }, 'tenant --engine defender')).toContain('ThreatHunting.Read.All');
  });

  test('in a cloud without audit queries it says so', async () => {
    const words = await problemOf({
      tenant: { cloud: { name: 'gcc-high', auditQueries: false } },
      hunts: {},
    });
    expect(words).toContain('gcc-high');
  });

  test('a period that ends before it begins, or of which nothing is kept, is refused', async () => {
    const live = { tenant: { cloud: { name: 'global', auditQueries: true } }, hunts: {} };
    expect(await problemOf(live, 'tenant 2026-05-02 2026-05-01')).toContain('ends before it begins');
    expect(await problemOf(live, 'tenant 2099-01-01')).toContain('has not begun');
    expect(await problemOf(live, 'tenant 2010-01-01')).toContain('10 years');
    expect(await problemOf(live, 'tenant 2026-01-01 --engine defender')).toContain('30 days');
  });
});
