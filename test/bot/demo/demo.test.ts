import { expect, test } from 'vitest';
import { makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import { CONTRACT_NOTE, checkContract } from './contract.ts';

test(`the demo tenant answers the real client, and logs what was asked and answered${CONTRACT_NOTE}`, async () => {
  const world = await makeWorld({ seed: 'demo', people: 2, days: 1, users: 60 });
  expect(world.users).toHaveLength(60);
  expect(new Set(world.users.map(({ purpose }) => purpose))).toContain('shared');
  const demo = await startDemoTenant({ world });
  try {
    const [group] = world.groups;
    const path = `/users/${group?.members[0]}/checkMemberGroups`;
    const { body } = await demo.tenant.graph.post(path, { groupIds: [group?.id] }, { use: 'groups' });
    expect(body).toMatchObject({ value: [group?.id] });
    expect(demo.requests).toMatchObject([
      {
        method: 'POST',
        route: '/v1.0/users/{user-id}/checkMemberGroups',
        body: { groupIds: [group?.id] },
        answer: { status: 200 },
      },
    ]);
    checkContract(demo.requests);
    expect(Object.keys(demo.faults)).toContain('http/429');
    expect((await fetch(`${demo.root}/v1.0/users`)).status).toBe(401);
    const unknown = await fetch(`${demo.root}/nowhere`, { headers: { Authorization: 'Bearer x' } });
    expect(unknown.status).toBe(404);
  } finally {
    await demo.close();
  }
});

test('the same options make the same world; records arrive an hour late, in order of arrival', async () => {
  const options = { seed: 'same', people: 2, days: 1 };
  const [one, two] = await Promise.all([makeWorld(options), makeWorld(options)]);
  expect(one.records).toEqual(two.records);
  expect(one.users).toEqual(two.users);
  const delays = one.records.map(
    ({ arrivedAt, record }) => (arrivedAt - Date.parse(`${record.CreationTime}Z`)) / 60_000,
  );
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(60);
  expect(Math.max(...delays)).toBeLessThanOrEqual(90);
  const arrivals = one.records.map(({ arrivedAt }) => arrivedAt);
  expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b));
  expect(one.now().getTime()).toBeGreaterThan(arrivals.at(-1) ?? Number.POSITIVE_INFINITY);
});
