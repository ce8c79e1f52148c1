/** Whoever makes or uses a case in a conversation is told who in it must not see that case. */
import { expect, test } from 'vitest';
import { command as useCase } from '../../bot/commands/case.ts';
import { analysisTask } from '../../bot/jobs/analysis.ts';
import type { Place } from '../../bot/turn.ts';
import { fakeEngine } from './helpers/fake-engine.ts';

const place = { scope: 'channel', conversationId: '19:x@thread.tacv2' } as Place;
const by = { objectId: 'ana', name: 'Ana' };
const lee = { name: 'Lee Gu', objectId: 'lee', addresses: ['lee.gu@contoso.com'] };

function servicesWith(members: () => Promise<object[]>, unsafe: object[], local = false) {
  const engine = fakeEngine();
  return {
    engine,
    local,
    accounts: { unsafeMembers: async () => unsafe },
    roster: { all: members },
    store: { setCurrentCase: async () => undefined },
    onMade: async () => undefined,
    fetching: { writeSample: async () => undefined, workFolder: '/nowhere/mailtrail' },
  };
}

async function made(services: ReturnType<typeof servicesWith>): Promise<string[]> {
  const order = { source: { from: 'disk' as const, files: [{ path: '/x', name: 'x.csv' }] }, caseName: 'x' };
  const task = analysisTask(order, place, by, services as never);
  const { cards } = await task.run('j', () => undefined, new AbortController().signal);
  return cards.map((card) => JSON.stringify(card));
}

test('a new case warns of a member whose mailbox it shows to be exposed', async () => {
  const services = servicesWith(async () => [lee], [{ member: lee, why: 'exposed' }]);
  const [, warning] = await made(services);
  expect(warning).toContain('somebody here must not see this case');
  expect(warning).toContain('Lee Gu (their own mailbox may be in the hands of the attacker)');
  expect(warning).toContain('out of band');
});

test('a new case warns when Teams does not say who is there, and is quiet when all is well', async () => {
  const failing = async () => {
    throw new Error('503');
  };
  const [, warning] = await made(servicesWith(failing, []));
  expect(warning).toContain('I do not know who reads along');
  expect(await made(servicesWith(async () => [lee], []))).toHaveLength(1);
  // On this computer there is nobody to ask after.
  expect(await made(servicesWith(failing, [], true))).toHaveLength(1);
});

test('using a case in another conversation warns as well, under its banner when it is privileged', async () => {
  const services = servicesWith(async () => [lee], [{ member: lee, why: 'hostile' }]);
  const { caseId } = await services.engine.analyze({ files: [], caseName: 'x' });
  await services.engine.setPrivileged(caseId, true);
  const effects = await useCase.run('x', { caller: by, place, caseId } as never, services as never);
  expect(effects).toHaveLength(2);
  expect(JSON.stringify(effects[1])).toMatch(/Privileged and confidential.*Lee Gu \(marked hostile\)/);
});
