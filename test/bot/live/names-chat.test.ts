/** What people write for names and sign-ins, and what they are asked or told before anything is asked of the tenant. */
import { expect, test } from 'vitest';
import { action as press } from '../../../bot/actions/resolve-mailbox.ts';
import { command as resolve } from '../../../bot/commands/resolve.ts';
import { command as signins } from '../../../bot/commands/signins.ts';
import type { SignInsOrder } from '../../../bot/live/names/index.ts';
import { Problem } from '../../../bot/problems.ts';
import type { Services } from '../../../bot/services.ts';

const TURN = {
  caller: { objectId: '11111111-1111-4111-8111-111111111111', name: 'Ana' },
  place: { scope: 'personal', conversationId: 'chat' },
  ...{ role: 'responder', caseId: 'c-1', files: [], mentions: [], mayOpen: () => true },
} as never;
const SESSION = '5b1ec0de-0000-4000-8000-000000000001';
const CASE = { id: 'c-1', name: 'contoso' };
const SECTIONS: Record<string, unknown> = {
  unnamed: { case: CASE, mailbox: null, messages: { items: [], total: 45, offset: 0 } },
  inputs: {
    case: CASE,
    inputs: { items: [], total: 2, offset: 0 },
    rejected: { items: [], total: 0, offset: 0 },
  },
  summary: { case: CASE, window: { from: '2026-05-04T12:00:00Z', to: '2026-05-06T12:00:00Z' } },
  contexts: {
    case: CASE,
    contexts: {
      items: [{ sessionId: SESSION.toUpperCase(), user: 'Lee.Gu@contoso.com' }],
      total: 1,
      offset: 0,
    },
  },
};

function services({ tenant = true } = {}) {
  const asked: unknown[] = [];
  const keep = async (order: unknown) => void asked.push(order);
  const live = tenant
    ? { tenant: { appId: 'de300000-0000-4000-8000-00000000de30' }, names: { resolve: keep, signIns: keep } }
    : { tenant: null, names: null };
  const given = {
    engine: { section: async (_id: string, name: string) => SECTIONS[name] },
    work: { of: () => ({ hold: null }) },
    live,
  };
  return { asked, given: given as unknown as Services };
}

const words = (effects: unknown) => JSON.stringify(effects);

test('without a tenant: what is missing, and the permission it takes', async () => {
  const { given } = services({ tenant: false });
  const refused = async (asked: Promise<unknown>) => {
    const error = await asked.catch((one: unknown) => one);
    return error instanceof Problem ? `${error.input.what} ${error.input.todo.join(' ')}` : '';
  };
  expect(await refused(resolve.run('lee.gu@contoso.com', TURN, given))).toMatch(/Mail\.ReadBasic\.All/);
  expect(await refused(signins.run(signins.parse('tenant'), TURN, given))).toMatch(/AuditLog\.Read\.All/);
});

test('resolve asks first whether the log is preserved, and asks the tenant nothing', async () => {
  const { given, asked } = services();
  const [effect] = await resolve.run('lee.gu@contoso.com', TURN, given);
  expect(words(effect)).toMatch(
    /is the log preserved\?.*can leave records.*45 messages, 3 requests.*resolve-mailbox/,
  );
  expect(words(effect)).toContain('de300000-0000-4000-8000-00000000de30');
  expect(asked).toEqual([]);
  const effects = await press.run({ caseId: 'c-1', mailbox: 'Lee.Gu@contoso.com' }, TURN, given);
  for (const one of effects) if (one.do === 'begin') await one.begin();
  expect(asked).toEqual([{ caseId: 'c-1', mailbox: 'lee.gu@contoso.com' }]);
});

test.each(['groupChat', 'channel'] as const)('neither is for a %s', (scope) => {
  for (const { scopes } of [resolve, signins, press]) expect(scopes).not.toContain(scope);
});

test.each<[string, SignInsOrder]>([
  ['tenant', { caseId: 'c-1', user: null, from: '2026-05-03T08:00:00Z', to: '2026-05-07T12:00:00Z' }],
  [
    'user:Lee.Gu[@]contoso.com 2026-05-01 2026-05-20',
    { caseId: 'c-1', user: 'lee.gu@contoso.com', from: '2026-05-01T00:00:00Z', to: '2026-05-20T23:59:59Z' },
  ],
  [
    SESSION,
    { caseId: 'c-1', user: 'lee.gu@contoso.com', from: '2026-05-03T08:00:00Z', to: '2026-05-07T12:00:00Z' },
  ],
])('signins %s', async (line, order) => {
  const { given, asked } = services();
  const effects = await signins.run(signins.parse(line), TURN, given);
  for (const one of effects) if (one.do === 'begin') await one.begin();
  expect(asked).toEqual([order]);
});

test('a session that no record names, and a period backwards, are told', async () => {
  const { given } = services();
  const other = signins.parse('5b1ec0de-0000-4000-8000-00000000ffff');
  await expect(signins.run(other, TURN, given)).rejects.toThrow(/No record of this case names that session/);
  await expect(signins.run(signins.parse('tenant 2026-05-20 2026-05-01'), TURN, given)).rejects.toThrow(
    /before it begins/,
  );
});
