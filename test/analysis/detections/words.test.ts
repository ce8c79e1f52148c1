/** What findings say of places and of how much log lies before them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  ABROAD,
  APP,
  access,
  BEN,
  change,
  everyday,
  GRAPH,
  mailboxes,
  type Place,
  RENTED,
} from '../../../analysis/detections/_cases.ts';
import { loadDetections } from '../../../analysis/detections/index.ts';
import { logBefore } from '../../../analysis/findings/run.ts';
import type { Database } from '../../../analysis/store/database.ts';
import { caseDatabase, findIn } from './case-database.ts';

let folder: string;
let db: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-words-'));
  db = await caseDatabase(folder);
  await db.run("INSERT INTO network_name VALUES (64503, 'Rede de Exemplo')");
});
afterAll(async () => {
  db.close();
  await rm(folder, { recursive: true });
});

const PROXY: Place = { ip: '203.0.113.90', asn: 9009, country: 'RO', kind: 'hosting' };

test.each<[string, Place, string, string]>([
  ['an ordinary line abroad', ABROAD, 'another country (Brazil, Rede de Exemplo)', 'Brazil'],
  [
    'a machine of a network without a name',
    RENTED,
    'a rented machine (Netherlands, AS64504)',
    'a rented machine',
  ],
  ['a network of the checked table', PROXY, 'a rented machine (Romania, M247', 'a rented machine'],
])('%s: which of the two it is, with country and network', async (_name, place, words, title) => {
  const detection = (await loadDetections()).find(({ name }) => name === 'new-network');
  if (detection === undefined) throw new Error('new-network is gone');
  const rows = [...everyday({ days: 10 }), ...access({ day: 10, count: 3, place })];
  const [found] = await findIn(db, detection, rows);
  expect(found?.judgement.because[0]).toContain(`it is ${words}`);
  expect(found?.judgement.title).toBe(`ana@contoso.example read from ${title}`);
  expect(JSON.stringify(found?.judgement)).not.toContain('country or a rented');
});

test('an application was let in by whoever did it, not by all whose mail it reads', async () => {
  const detection = (await loadDetections()).find(({ name }) => name === 'read-after-risky-change');
  if (detection === undefined) throw new Error('read-after-risky-change is gone');
  const reads = { day: 10, hour: 12, caller: APP, client: GRAPH, count: 2 };
  const rows = [
    ...mailboxes(3).flatMap((mailbox) => [
      ...everyday({ mailbox, days: 10 }),
      ...access({ ...reads, mailbox }),
    ]),
    ...everyday({ mailbox: BEN, days: 10 }),
    ...change({
      kind: 'consent',
      day: 10,
      actor: BEN,
      mailbox: null,
      appId: APP,
      detail: 'Notes: for all users',
    }),
  ];
  const [found] = await findIn(db, detection, rows);
  expect(found?.judgement.observed).toMatch(/^consent by ben@contoso\.example; then 6 access records/);
});

test.each([
  [0, 0, 'no mail access'],
  [0.5, 0, 'less than an hour of mail access'],
  [1.2, 0, 'only 1 hour of mail access'],
  [30, 1, 'only 30 hours of mail access'],
  [75, 3, 'only 3 days of mail access'],
])('%d hours and %d days before: %s', (hours, days, words) => {
  expect(logBefore(hours, days)).toBe(words);
});
