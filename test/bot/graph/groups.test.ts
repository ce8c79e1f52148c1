import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { groupRoles } from '../../../bot/access/group-roles.ts';
import type { RoleSource } from '../../../bot/access/index.ts';
import type { Role } from '../../../bot/config.ts';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { memberGroups } from '../../../bot/graph/groups.ts';
import { CONTRACT_NOTE, checkContract } from '../demo/contract.ts';

let demo: DemoTenant;
let time = 0;

beforeAll(async () => {
  demo = await startDemoTenant({
    world: await makeWorld({ seed: 'groups', people: 3, days: 1 }),
    graph: { firstPause: 1 },
  });
});
beforeEach(() => {
  demo.world.faults.clear();
  demo.requests.length = 0;
});
afterAll(() => demo.close());

const person = (index: number) => demo.world.users[index]?.id ?? '';
const group = (index: number) => demo.world.groups[index]?.id ?? '';

function roles(groups: [string, Role][], listed: [string, Role][] = []): RoleSource {
  const named = new Map(listed);
  return groupRoles({
    listed: { roleOf: async (objectId) => named.get(objectId) ?? null },
    groups: new Map(groups),
    memberGroups: (objectId, ids) => memberGroups(demo.tenant.graph, objectId, ids),
    now: () => time,
  });
}

test(`the highest role of somebody's groups counts, unless they are listed themselves${CONTRACT_NOTE}`, async () => {
  const source = roles(
    [
      [group(1), 'viewer'],
      [group(0), 'responder'],
    ],
    [[person(0), 'lead']],
  );
  expect(await source.roleOf(person(1).toUpperCase())).toBe('responder');
  expect(await source.roleOf(person(2))).toBe('viewer');
  expect(demo.tenant.graph.sent).toBe(2);
  expect(await source.roleOf(person(0))).toBe('lead');
  expect(demo.tenant.graph.sent).toBe(2);
  expect(checkContract(demo.requests).broken).toEqual([]);
});

test('somebody in none of the groups has no role; nobody is asked about no group', async () => {
  expect(await roles([[group(0), 'lead']]).roleOf(person(2))).toBeNull();
  const before = demo.tenant.graph.sent;
  expect(await roles([]).roleOf(person(2))).toBeNull();
  expect(demo.tenant.graph.sent).toBe(before);
});

test('it is remembered for five minutes', async () => {
  const source = roles([[group(0), 'responder']]);
  const before = demo.tenant.graph.sent;
  await source.roleOf(person(1));
  time += 4 * 60_000;
  await source.roleOf(person(1));
  expect(demo.tenant.graph.sent - before).toBe(1);
  time += 2 * 60_000;
  await source.roleOf(person(1));
  expect(demo.tenant.graph.sent - before).toBe(2);
});

test.each(['http/403', 'http/500', 'http/malformed', 'http/cut'])(
  'when Graph fails it is an error, not a role, and not remembered: %s',
  async (fault) => {
    const source = roles([[group(0), 'responder']]);
    demo.world.faults.set(fault);
    await expect(source.roleOf(person(1))).rejects.toThrow('Microsoft Graph');
    demo.world.faults.clear();
    expect(await source.roleOf(person(1))).toBe('responder');
  },
);

test('somebody Graph does not know is refused', async () => {
  const nobody = '99999999-9999-4999-8999-999999999999';
  await expect(roles([[group(0), 'lead']]).roleOf(nobody)).rejects.toThrow('404');
});
