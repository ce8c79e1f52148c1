/** Who may do what: every command and every button, in every role, scope, tenant and case. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { mustDeclare } from '../../bot/access/index.ts';
import { loadActions } from '../../bot/actions/index.ts';
import { loadCommands } from '../../bot/commands/index.ts';
import { ROLES, type Role } from '../../bot/config.ts';
import { CASE_NAME, createRoom, type Room, verbSamples, wordsOfEffects } from './helpers/room.ts';

const SCOPES = ['personal', 'groupChat', 'channel'] as const;
const commands = await loadCommands();
const actions = await loadActions();
const samples = await verbSamples();

let room: Room;
beforeAll(async () => {
  room = await createRoom();
});
beforeEach(() => room.reset());

const reaches = (has: Role, least: Role) => ROLES.indexOf(has) >= ROLES.indexOf(least);

/** Everything that can be asked: each example of each command, each button. */
const everything = [
  ...commands.all.flatMap((command) =>
    command.examples.map((line) => ({
      name: `command ${line}`,
      needs: command,
      ask: { line: line.replace('contoso-0520', CASE_NAME) },
    })),
  ),
  ...actions.verbs.map((verb) => {
    const data = samples[verb];
    if (!data) throw new Error(`verbSamples lacks ${verb}`);
    return { name: `button ${verb}`, needs: actions.press(verb, data).needs, ask: { verb, data } };
  }),
];

test('there is something to try', () => {
  expect(everything.length).toBeGreaterThan(30);
});

describe.each(everything)('$name', ({ name, needs, ask }) => {
  test.each(SCOPES)(
    'is refused in a %s to who has no role, a lesser role, or is of elsewhere',
    async (scope) => {
      const people = [
        { who: 'stranger', role: null, ...room.own },
        { who: 'no id', role: null, ...room.own, objectId: '' },
        ...ROLES.filter((role) => !reaches(role, needs.role)).map((role) => ({
          who: role,
          role,
          ...room.own,
        })),
        { who: 'other tenant', role: 'lead' as const, ...room.own, tenantId: room.otherTenant },
        { who: 'no tenant', role: 'lead' as const, ...room.own, tenantId: null },
        { who: 'guest', role: 'lead' as const, ...room.own, guest: true },
        { who: 'of another tenant', role: 'lead' as const, ...room.own, homeTenant: room.otherTenant },
        { who: 'not in the conversation', role: 'lead' as const, ...room.own, known: false },
      ];
      for (const person of people) {
        const { why, ran } = await room.ask(ask, scope, { ...person, inCase: true });
        expect(why, `${name} by ${person.who}`).not.toBeNull();
        expect(ran, `${name} by ${person.who}`).toEqual([]);
      }
    },
  );

  test.each(ROLES.flatMap((role) => SCOPES.map((scope) => [role, scope] as const)))(
    'by a %s in a %s: allowed exactly where it is declared',
    async (role, scope) => {
      const allowed = reaches(role, needs.role) && needs.scopes.includes(scope);
      const { why } = await room.ask(ask, scope, { role, ...room.own, inCase: true });
      expect(why === null, `${role} in ${scope}: ${why}`).toBe(allowed);
    },
  );

  test('shows nothing of a case to who is not in it, whatever their chat is about', async () => {
    for (const role of ['viewer', 'responder'] as const) {
      const { why, ran, words } = await room.ask(ask, 'personal', { role, ...room.own, inCase: false });
      if (needs.about === 'case' && !/^command (?:analyze|case new)/.test(name))
        expect(why ?? words).toBeTruthy();
      expect(ran.filter((call) => call.includes(room.caseId))).toEqual([]);
      expect(words).not.toContain(room.caseName);
    }
  });

  test.skipIf(
    needs.about !== 'case' ||
      name === 'command audit all' ||
      /^command (?:analy[sz]e(?! add)|case new|hunt .* new\b)/.test(name),
  )(
    'is refused to accounts that are exposed or marked hostile, leads too, unless they were let in',
    async () => {
      const lead = { role: 'lead' as const, ...room.own, inCase: true };
      const scope = needs.scopes[0] ?? 'personal';
      for (const [account, reason] of [
        ['lee.gu@contoso.com', 'exposed account'],
        ['mallory@contoso.com', 'hostile account'],
        ['', 'unknown account account'],
      ] as const) {
        const refused = await room.ask(ask, scope, { ...lead, account });
        expect(refused.why, account).toBe(reason);
        expect(refused.ran.filter((call) => !/^section \S+ (summary|messages)/.test(call))).toEqual([]);
        const letIn = await room.ask(ask, scope, { ...lead, account, letIn: true });
        expect(letIn.why, account).toBeNull();
      }
    },
  );
});

test('who made the case is its lead, as long as they are a responder', async () => {
  const maker = { ...room.own, inCase: true, made: true };
  const invite = { line: 'hold on litigation' };
  expect((await room.ask(invite, 'personal', { ...maker, role: 'responder' })).why).toBeNull();
  expect((await room.ask(invite, 'personal', { ...maker, role: 'viewer' })).why).toBe(
    'role viewer, needs lead',
  );
});

test('viewers see no address: neither from the log nor from what people wrote', async () => {
  const viewer = { ...room.own, inCase: true, role: 'viewer' as const };
  for (const line of ['summary', 'messages', 'contexts', 'gaps', 'next steps', 'members']) {
    const asking = room.ask({ line }, 'personal', viewer);
    await room.services.work.hold(room.caseId, 'lee.gu@contoso.com said so', { objectId: 'x', name: 'X' });
    const { words, why } = await asking;
    expect(why).toBeNull();
    expect(words).not.toMatch(/[\w.]+@[\w.]+/);
    expect(words).toContain('AdaptiveCard');
  }
  const responder = await room.ask({ line: 'messages' }, 'personal', { ...viewer, role: 'responder' });
  expect(responder.words).toMatch(/[\w.]+@contoso\.com/i);
});

test('roles that cannot be told, and members Teams cannot name, are refusals', async () => {
  room.broken = 'roles';
  expect((await room.ask({ line: 'help' }, 'personal', { role: 'lead', ...room.own })).why).toBe(
    'role could not be told',
  );
  room.broken = 'roster';
  expect((await room.ask({ line: 'help' }, 'personal', { role: 'lead', ...room.own })).why).toBe(
    'Teams could not say who this is',
  );
});

test('what cannot be written down is not done', async () => {
  room.broken = 'audit';
  const { effects, ran } = await room.ask({ line: 'mark hostile ip:203.0.113.9' }, 'personal', {
    role: 'lead',
    ...room.own,
    inCase: true,
  });
  expect(ran.filter((call) => !call.startsWith('section'))).toEqual([]);
  expect(wordsOfEffects(effects)).toContain('Something went wrong on my side');
});

test('allowed, refused and failed are on the trail, with who, what and on which case', async () => {
  const person = { ...room.own, inCase: true };
  await room.ask({ line: 'mark hostile ip:203.0.113.9' }, 'channel', { ...person, role: 'responder' });
  await room.ask({ line: 'mark hostile ip:203.0.113.9' }, 'channel', { ...person, role: 'viewer' });
  await room.ask({ line: 'mark nothing' }, 'channel', { ...person, role: 'responder' });
  const items = room.trail.slice(-4);
  expect(items.map(({ what, outcome, why }) => [what, outcome, why])).toEqual([
    ['command mark', 'allowed', null],
    ['command mark', 'refused', 'role viewer, needs responder'],
    ['command mark', 'allowed', null],
    ['command mark', 'failed', 'Write mark hostile or mark trusted, and what to mark'],
  ]);
  expect(items[0]).toMatchObject({
    caseId: room.caseId,
    by: { objectId: room.own.objectId },
    words: 'hostile ip:203.0.113.9',
    where: { scope: 'channel' },
  });
});

test.each([
  ['no role', { scopes: ['personal'], about: 'nothing' }],
  ['an unknown role', { role: 'owner', scopes: ['personal'], about: 'nothing' }],
  ['no scopes', { role: 'viewer', scopes: [], about: 'nothing' }],
  ['no word on cases', { role: 'viewer', scopes: ['personal'] }],
])('with %s nothing loads', (_what, unit) => {
  expect(() => mustDeclare(unit, 'x.ts')).toThrow('x.ts does not say who may use it');
});
