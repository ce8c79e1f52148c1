/** What the options of a tenant change, and what they leave as it is. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type AuditRecord,
  auditDataJsonl,
  simulateTenant,
  type TenantOptions,
} from '../../../analysis/simulator/index.ts';
import { asWritten, isRead } from './reading.ts';

describe('the same options', () => {
  const small: TenantOptions = {
    seed: 'a',
    people: 3,
    from: '2026-05-04',
    days: 3,
    attacks: ['unknown-app'],
  };
  const digest = async (options: TenantOptions) => {
    const hash = createHash('sha256');
    for (const line of auditDataJsonl((await simulateTenant(options)).records())) hash.update(line);
    return hash.digest('hex');
  };

  it('give the same bytes, and another seed gives others', async () => {
    expect(await digest(small)).toBe(await digest(small));
    expect(await digest({ ...small, seed: 'b' })).not.toBe(await digest(small));
  });

  it('keep ordinary life as it was when an attack is added', async () => {
    const lines = async (attacks: string[]) => {
      const simulation = await simulateTenant({ ...small, people: 6, attacks });
      return new Set(Array.from(simulation.records(), (record) => JSON.stringify(record)));
    };
    const [quiet, attacked] = [await lines([]), await lines(['stolen-session'])];
    const lost = [...quiet]
      .filter((line) => !attacked.has(line))
      .map((line) => JSON.parse(line) as AuditRecord);
    expect(new Set(lost.map((record) => record.MailboxOwnerUPN)).size).toBeLessThanOrEqual(1);
  });
});

describe('options that make no tenant', () => {
  const options = { seed: 'a', people: 2, from: '2026-05-04', days: 1 };
  it.each([
    [{ ...options, people: 0 }, /at least one person/],
    [{ ...options, from: '4 May' }, /YYYY-MM-DD/],
    [{ ...options, attacks: ['nonsense'] }, /no attack named nonsense; there are .*stolen-session/],
  ])('are refused in words: %j', async (bad, words) => {
    await expect(simulateTenant(bad)).rejects.toThrow(words);
  });

  it('and the truth is not told early', async () => {
    const simulation = await simulateTenant(options);
    expect(() => simulation.truth()).toThrow(/once all records have been read/);
  });
});

describe('addresses', () => {
  const options = { seed: 'a', people: 12, from: '2026-05-04', days: 2, attacks: ['sync-theft'] };
  const addresses = async (plan: 'documentation' | 'routed') => {
    const simulation = await simulateTenant({ ...options, addresses: plan });
    const all = asWritten(simulation.records()).filter(isRead);
    return all
      .map((record) => String(record.ClientIPAddress ?? ''))
      .filter((ip) => !ip.startsWith('2603:10a6:'));
  };
  const RESERVED = /^$|^(192\.0\.2|198\.51\.100|203\.0\.113|198\.1[89]\.\d+)\.\d+$|^2001:db8:/;

  it('are reserved ones, unless routed ones are asked for', async () => {
    expect((await addresses('documentation')).filter((ip) => !RESERVED.test(ip))).toEqual([]);
    const routed = (await addresses('routed')).filter((ip) => ip !== '');
    expect(routed.length).toBeGreaterThan(50);
    expect(routed.filter((ip) => RESERVED.test(ip))).toEqual([]);
  });
});

describe('rollouts', () => {
  const lived = async (seed: number, rollouts: boolean) => {
    const options = { seed: `rollouts ${seed}`, people: 10, from: '2026-05-04', days: 12, rollouts };
    const simulation = await simulateTenant({ ...options, addresses: 'routed' });
    const apps = new Set(Array.from(simulation.records(), (record) => record.ClientAppId));
    return { apps, what: simulation.truth().harmless.map(({ what }) => what) };
  };
  const NEWS = /new line|newly introduced|phone of|moves house/;

  it('are noted as harmless, each kind in one tenant or another', async () => {
    const tenants = await Promise.all([4, 5].map((seed) => lived(seed, true)));
    const kinds = new Set(tenants.flatMap(({ what }) => what).flatMap((what) => NEWS.exec(what)?.[0] ?? []));
    expect([...kinds].sort()).toEqual(['moves house', 'new line', 'newly introduced', 'phone of']);
  });

  it('happen only where they are asked for', async () => {
    const quiet = await lived(1, false);
    expect(quiet.what.filter((what) => NEWS.test(what))).toEqual([]);
    const changed = await lived(1, true);
    const introduced = changed.what.some((what) => what.includes('newly introduced'));
    expect(changed.apps.size - quiet.apps.size).toBe(introduced ? 1 : 0);
  });
});
