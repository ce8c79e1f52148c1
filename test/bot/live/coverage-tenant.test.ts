/** Coverage of a tenant over real HTTP with the real client: what is asked, how often, and what faults do. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoTenant, makeWorld, startDemoTenant } from '../../../bot/demo/index.ts';
import type { DemoUser } from '../../../bot/demo/service.ts';
import { INNER_CALL } from '../../../bot/demo/services/users.ts';
import type { Given } from '../../../bot/live/coverage/files.ts';
import { look } from '../../../bot/live/coverage/look.ts';
import type { Survey } from '../../../bot/live/coverage/survey.ts';
import { NOTHING_GIVEN } from '../../../bot/live/exchange/settings.ts';
import type { Tenant } from '../../../bot/live/tenant.ts';
import { checkContract } from '../demo/contract.ts';
import { turnedClock } from './clock.ts';

const clock = turnedClock();
const now = () => new Date(clock.now());
const waited: number[] = [];
const exchange = {
  async wait(ms: number) {
    waited.push(ms);
  },
};
const started: DemoTenant[] = [];

/** @param everyNth of the accounts that are no person's; the others become persons': each costs a request of the fake */
async function demoOf(users: number, everyNth = 1): Promise<DemoTenant> {
  const whole = await makeWorld({ seed: 'coverage', people: 2, days: 1, users });
  const person = whole.users[0];
  const world = {
    ...whole,
    users: whole.users.map((user, index): DemoUser => {
      const keep = user.purpose === 'user' || index % everyNth === 0;
      return keep ? user : { ...user, purpose: 'user', plans: person?.plans ?? [] };
    }),
  };
  const demo = await startDemoTenant({ world, graph: { clock } });
  started.push(demo);
  return demo;
}

const asking = (demo: DemoTenant, given: Given | null, exchangeAdmin: boolean) => {
  const tenant: Tenant = { ...demo.tenant, exchangeAdmin };
  return look(tenant, given, { now, batch: { clock }, exchange });
};
const sent = (demo: DemoTenant) => demo.requests.filter(({ headers }) => headers[INNER_CALL] === undefined);
const routes = (demo: DemoTenant) => {
  const counts: Record<string, number> = {};
  for (const { route } of sent(demo)) counts[route ?? 'none'] = (counts[route ?? 'none'] ?? 0) + 1;
  return counts;
};
const of = ({ mailboxes }: Survey, address: string) =>
  mailboxes.find((one) => one.address.startsWith(address));

let small: DemoTenant;
beforeAll(async () => {
  small = await demoOf(60);
});
beforeEach(() => {
  small.world.faults.clear();
  small.requests.length = 0;
  waited.length = 0;
});
afterEach(() => {
  checkContract(small.requests);
});
afterAll(async () => {
  for (const demo of started) await demo.close();
});

describe('5,000 accounts', () => {
  let large: DemoTenant;
  beforeAll(async () => {
    large = await demoOf(5_000, 7);
  });

  test('plans alone: within the limits, each request counted', async () => {
    const begun = clock.now();
    const survey = await asking(large, null, false);
    const counted = routes(large);
    const inner = large.requests.filter(({ headers }) => headers[INNER_CALL] !== undefined);
    // GET users costs 2 units of Entra's token bucket, and one less with $select (graph.md B3).
    const units = counted['/v1.0/users'] ?? 0;
    const perMailbox = new Map<string, number>();
    for (const { url } of inner) perMailbox.set(url, (perMailbox.get(url) ?? 0) + 1);
    console.log(
      `5,000 accounts, plans only: ${sent(large).length} requests (${JSON.stringify(counted)}), ${inner.length} calls in batches, ` +
        `${units} of 3,500 units of the smallest token bucket, at most ${Math.max(...perMailbox.values())} call a mailbox, ` +
        `${(clock.now() - begun) / 1_000} s waited; ${JSON.stringify(survey.counts)}`,
    );
    expect(counted['/v1.0/users']).toBe(6);
    expect(
      sent(large)
        .filter(({ route }) => route === '/v1.0/users')
        .every(({ url }) => /select=/.test(url)),
    ).toBe(true);
    expect(units).toBeLessThanOrEqual(3_500);
    // Only where the type decides: accounts without a plan, twenty in a request.
    expect(inner.length).toBe(large.world.users.filter(({ purpose }) => purpose !== 'user').length);
    expect(counted['/v1.0/$batch']).toBe(Math.ceil(inner.length / 20));
    expect(Math.max(...perMailbox.values())).toBe(1);
    // The small tenant is held to the contract whole; here two batches, since pages of 999 take long to check.
    const batches = sent(large).filter(({ route }) => route === '/v1.0/$batch');
    expect(checkContract(batches.slice(0, 2)).broken).toEqual([]);
    expect(survey.mailboxes).toHaveLength(5_000);
    // Without settings nothing is said to be recorded; rooms are known not to be.
    expect(survey.counts.recorded).toBe(0);
    expect(survey.counts['not-recorded']).toBe(
      large.world.users.filter(({ purpose }) => purpose === 'room' || purpose === 'equipment').length,
    );
  });

  test('with the settings of Exchange: no question about types is left', async () => {
    large.requests.length = 0;
    const survey = await asking(large, null, true);
    const counted = routes(large);
    console.log(
      `5,000 accounts, settings from Exchange: ${sent(large).length} requests (${JSON.stringify(counted)}); ${JSON.stringify(survey.counts)}`,
    );
    expect(counted['/v1.0/$batch']).toBeUndefined();
    expect(counted['/v1.0/users']).toBe(6);
    expect(survey.counts.recorded).toBeGreaterThan(3_000);
    expect(survey.missing).toEqual(['retention']);
    expect(survey.bypassedElsewhere).toEqual(['svc-migration']);
    expect(Object.values(survey.counts).reduce((sum, count) => sum + count, 0)).toBe(5_000);
  });
});

describe('a 429 storm', () => {
  test('on accounts, batches and the calls in them ends in success', async () => {
    const { faults } = small.world;
    faults.set('http/429', 3, { path: '/users', after: '7' });
    const begun = clock.now();
    const survey = await asking(small, null, false);
    expect((clock.now() - begun) / 1_000).toBeGreaterThanOrEqual(21);
    expect(survey.mailboxes).toHaveLength(60);
    faults.set('http/429', 9, { path: 'mailboxSettings', after: '11' });
    small.requests.length = 0;
    const before = clock.now();
    const again = await asking(small, null, false);
    const batches = sent(small).filter(({ route }) => route === '/v1.0/$batch');
    console.log(
      `9 calls throttled within batches: ${batches.length} batches, ${(clock.now() - before) / 1_000} s waited`,
    );
    expect(clock.now() - before).toBeGreaterThanOrEqual(11_000);
    expect(again.counts).toEqual(survey.counts);
    expect(again.notes).toEqual([]);
  });

  test('of Exchange is waited out as long as it says', async () => {
    small.world.faults.set('exchange/429', 2, { after: '31' });
    const survey = await asking(small, null, true);
    expect(waited).toEqual([31_000, 31_000]);
    expect(survey.notes).toEqual([]);
  });
});

describe('Graph', () => {
  test('that fails for a page is asked again; one that goes on failing gives no half list', async () => {
    small.world.faults.set('http/500', 2, { path: '/users' });
    expect((await asking(small, null, false)).mailboxes).toHaveLength(60);
    small.world.faults.set('http/500', 1_000, { path: '/users' });
    await expect(asking(small, null, false)).rejects.toThrow(/./);
  });

  test('whose purposes come as objects is understood', async () => {
    const words = await asking(small, null, false);
    small.world.faults.set('users/purpose-object');
    const survey = await asking(small, null, false);
    expect(survey.mailboxes.map(({ kind }) => kind)).toEqual(words.mailboxes.map(({ kind }) => kind));
    expect(survey.mailboxes.some(({ kind }) => kind === 'shared')).toBe(true);
    // The metadata says a word, Microsoft's example an object: the contract knows only the word.
    small.requests.length = 0;
  });

  test('that does not tell plans leaves them unknown, and asks for no types instead', async () => {
    small.world.faults.set('users/no-plans');
    const survey = await asking(small, null, true);
    const codes = new Set(survey.mailboxes.flatMap(({ reasons }) => reasons.map(({ code }) => code)));
    expect(codes).toContain('plan-unknown');
    expect(codes).not.toContain('plan-none');
    expect(routes(small)['/v1.0/$batch']).toBeUndefined();
  });

  test('that does not say what a mailbox is for is not taken to say it is a person', async () => {
    small.world.faults.set('http/403', Number.POSITIVE_INFINITY, { path: 'mailboxSettings' });
    const survey = await asking(small, null, false);
    expect(survey.notes.join()).toMatch(/did not say whether there is a mailbox/);
    expect(survey.counts['not-recorded']).toBe(0);
  });
});

describe('Exchange', () => {
  test('answers with noise, objects of the system, and what is said of each mailbox', async () => {
    small.world.faults.set('exchange/warnings');
    const survey = await asking(small, null, true);
    expect(survey.notes).toEqual([]);
    const reasons = (address: string) => of(survey, address)?.reasons.map(({ code }) => code);
    const [, , , , , , , customised, bypassing] = small.world.users.map(
      ({ userPrincipalName }) => userPrincipalName,
    );
    expect(reasons(customised ?? '')).toEqual(['actions-customised']);
    expect(reasons(bypassing ?? '')).toContain('bypass');
    expect(survey.bypassedElsewhere).toEqual(['svc-migration']);
  });

  test('refuses with nothing but NUL bytes: told with the role it takes, and nothing is recorded by guess', async () => {
    small.world.faults.set('exchange/403-nul');
    const survey = await asking(small, null, true);
    expect(survey.notes).toEqual([
      'Exchange refused Get-OrganizationConfig (403): the registration needs Exchange.ManageAsApp and the directory role Global Reader.',
    ]);
    expect(survey.missing).toEqual(['organization', 'retention']);
    expect(survey.counts.recorded).toBe(0);
    expect(survey.counts.unknown).toBeGreaterThan(30);
  });

  test('what was given stands in for what it refuses', async () => {
    small.world.faults.set('exchange/403-nul');
    const settings = { ...NOTHING_GIVEN, organization: { auditDisabled: false }, retention: [] };
    const survey = await asking(small, { at: '2026-05-01T00:00:00Z', by: 'Ana', settings }, true);
    expect(survey.missing).toEqual([]);
    expect(survey.counts.recorded).toBeGreaterThan(20);
  });

  test('a row without the key is indeterminate', async () => {
    small.world.faults.set('exchange/missing-key', 1);
    const survey = await asking(small, null, true);
    const [first] = small.world.users;
    expect(of(survey, first?.userPrincipalName ?? '')?.reasons.map(({ code }) => code)).toEqual([
      'bypass-unknown',
    ]);
  });

  test('an organization with auditing off has nothing recorded', async () => {
    small.world.faults.set('exchange/organization-off');
    const survey = await asking(small, null, true);
    expect(survey.counts).toEqual({
      'not-recorded': survey.mailboxes.length,
      partly: 0,
      unknown: 0,
      recorded: 0,
    });
  });

  test('that fails at a page is asked again, and in the end left out whole', async () => {
    small.world.faults.set('exchange/500', 2);
    expect((await asking(small, null, true)).notes).toEqual([]);
    expect(waited).toEqual([2_000, 4_000]);
    small.world.faults.set('exchange/500');
    const survey = await asking(small, null, true);
    expect(survey.notes).toContain('Exchange did not answer Get-Mailbox (500).');
    expect(survey.counts.recorded).toBe(0);
  });

  test('that sends on to another host is not followed', async () => {
    small.world.faults.set('exchange/foreign-page', 1);
    const survey = await asking(small, null, true);
    expect(survey.notes.join()).toMatch(/another host for the rest of Get-OrganizationConfig/);
  });
});
