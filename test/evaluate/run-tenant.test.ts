/** One small tenant judged from its first record to the last sum, and that tenants differ. */
import { expect, test } from 'vitest';
import { type AuditRecord, simulateTenant } from '../../analysis/simulator/index.ts';
import { runTenant } from './run-tenant.ts';
import { planTenants, tenantOf } from './tenants.ts';

const SMALL = { firstSeed: 1, tenants: 2, people: 8, days: 8, replay: false, heldOut: false };

test('a tenant is judged', async () => {
  const [plan] = await planTenants({ ...SMALL, seeds: 1, attack: 'sync-theft' });
  if (plan === undefined) throw new Error('There is no plan.');
  const outcome = await runTenant(plan);
  expect(outcome).toMatchObject({
    days: 8,
    exposure: { extra: 0, windowsMissing: 0, windowsExtra: 0, notes: [] },
  });
  expect(outcome.attacks).toMatchObject([{ name: 'sync-theft', label: 'high', exposureMissing: 0 }]);
  expect(outcome.attacks[0]?.records).toBeGreaterThan(3);
  const rules = new Map(outcome.peers.map((peer) => [peer.id, peer]));
  expect(rules.get('B1/B3')?.found).toEqual(['sync-theft']);
  expect(rules.get('I1')).toMatchObject({ found: [], alerts: 0, falseAlarms: 0 });
}, 120_000);

test('all attacks are dealt out once a seed', async () => {
  const plans = await planTenants({ ...SMALL, seeds: 2, attack: undefined });
  const dealt = (seed: number) =>
    plans.filter((plan) => plan.seed === seed).flatMap(({ attacks }) => attacks);
  expect(plans).toHaveLength(4);
  expect(dealt(1).length).toBeGreaterThanOrEqual(14);
  expect(new Set(dealt(1)).size).toBe(dealt(1).length);
  expect(dealt(2)).not.toEqual(dealt(1));
  await expect(planTenants({ ...SMALL, seeds: 1, attack: 'no-such' })).rejects.toThrow('There is no attack');
});

test('seeds share no people, addresses, applications or times, and held-out tenants no programs', async () => {
  const plans = await planTenants({ ...SMALL, seeds: 2, attack: 'bulk-throttle' });
  const held = await planTenants({ ...SMALL, seeds: 1, attack: 'bulk-throttle', heldOut: true });
  const seen = await Promise.all([...plans, ...held].map(lookAt));
  const shared = (field: keyof (typeof seen)[number], a: number, b: number) =>
    [...(seen[a]?.[field] ?? [])].filter((value) => seen[b]?.[field].has(value));
  for (const field of ['people', 'addresses', 'days'] as const) expect(shared(field, 0, 1)).toEqual([]);
  expect(shared('apps', 0, 2).filter((app) => !MICROSOFTS.includes(app))).toEqual([]);
  expect(shared('browsers', 0, 2)).toEqual([]);
});

/** What clients of Microsoft's are called everywhere. */
const MICROSOFTS = [
  '00000002-0000-0ff1-ce00-000000000000',
  '00000003-0000-0000-c000-000000000000',
  '27922004-5251-4030-b22d-91ecd9a37ea4',
  'f8d98a96-0999-43f5-8af3-69971c7bb423',
  '8a18aa92-0a1e-4e06-abd0-e118fa4787b1',
];

async function lookAt(plan: Parameters<typeof tenantOf>[0]) {
  const { options, disguised } = tenantOf(plan);
  const look = {
    people: new Set<string>(),
    addresses: new Set<string>(),
    apps: new Set<string>(),
    browsers: new Set<string>(),
    days: new Set<string>(),
  };
  for (const plain of (await simulateTenant(options)).records()) note(look, disguised(plain));
  return look;
}

function note(look: Awaited<ReturnType<typeof lookAt>>, record: AuditRecord): void {
  if (record.Operation !== 'MailItemsAccessed') return;
  const { ClientIPAddress: ip, ClientInfoString: client } = record;
  look.people.add(record.UserId);
  look.days.add(record.CreationTime.slice(0, 10));
  if (typeof ip === 'string' && !ip.startsWith('2603:')) look.addresses.add(ip);
  for (const app of [record.AppId, record.ClientAppId]) if (typeof app === 'string') look.apps.add(app);
  const browser = /Chrome\/\d+/.exec(String(client));
  if (browser !== null) look.browsers.add(browser[0]);
}
