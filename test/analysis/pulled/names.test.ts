/** What messages are called stands where people look for it, and not in the report. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import { PulledError } from '../../../analysis/pulled/given.ts';
import type { MessageName } from '../../../analysis/sections.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { bind, later, sync } from '../case/records.ts';
import { unzipped } from '../exports/unzipped.ts';
import { hour, missing, pull } from './told.ts';

const desk = await openDesk();
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const BAD = '203.0.113.66';
const NINE = '2026-05-14T09:00:00';
const RECORDS = [
  bind({ ip: BAD, messages: ['a@x', 'b@x', 'c@x'] }),
  bind({ at: later(NINE, 600), messages: ['own@x'] }),
  bind({ at: later(NINE, 900), mailbox: 'lee@contoso.com', messages: ['a@x', 'old@x'] }),
  sync({ at: later(NINE, 1200), mailbox: 'lee@contoso.com', ip: BAD }),
];
const SUBJECT = '=HYPERLINK("x") <b>Salaries</b> O\'Neil';

function named(messageId: string, told: Partial<MessageName> = {}): MessageName {
  return {
    mailbox: 'Ana@contoso.com',
    messageId,
    state: 'found',
    subject: SUBJECT,
    sender: 'ceo@contoso.com',
    receivedAt: hour(1),
    hasAttachments: true,
    sensitivity: 'normal',
    why: null,
    ...told,
  };
}
const failed = { state: 'failed', subject: null, sender: null, why: 'the mailbox was busy' } as const;

describe('names', () => {
  let kase: Case;
  const unnamed = async (query: Parameters<typeof kase.section<'unnamed'>>[1] = {}) =>
    (await kase.section('unnamed', query)).messages;
  const idsOf = async (query = {}) =>
    (await unnamed(query)).items.map(({ mailbox, messageId }) => `${mailbox} ${messageId}`);

  beforeAll(async () => {
    kase = await desk.openCase();
    await desk.ingest(kase, lines(RECORDS));
    await kase.mark(`ip:${BAD}`, 'hostile', 'ana');
  });

  test('first none has a name: what was opened, and all of a mailbox that was synced', async () => {
    expect((await idsOf()).toSorted()).toEqual(
      [
        'ana@contoso.com <a@x>',
        'ana@contoso.com <b@x>',
        'ana@contoso.com <c@x>',
        'lee@contoso.com <a@x>',
        'lee@contoso.com <old@x>',
      ].toSorted(),
    );
    expect(await idsOf({ mailbox: 'LEE@contoso.com' })).toHaveLength(2);
    expect(await idsOf({ scope: 'recorded' })).toHaveLength(6);
    expect(await idsOf({ scope: 'suspected' })).toEqual([]);
    expect(await unnamed({ offset: 3, limit: 1 })).toMatchObject({ total: 5, offset: 3, items: [{}] });
  });

  test('then they have', async () => {
    await kase.nameMessages(
      [named('A@X'), named('<b@x>', { subject: 'first' }), named('b@x', failed), named('c@x', failed)],
      'lead',
    );
    await kase.nameMessages([named('c@x', { state: 'not-found', subject: null, sender: null })], 'lead');
    expect(await idsOf({ mailbox: 'ana@contoso.com' })).toEqual([]);
    expect(await idsOf({ mailbox: 'ana@contoso.com', failed: true })).toEqual(['ana@contoso.com <b@x>']);

    const { messages } = await kase.section('mailbox-messages', { mailbox: 'ana@contoso.com' });
    expect(
      messages.items.map(({ internetMessageId, called: told }) => [
        internetMessageId,
        told?.subject,
        told?.state,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['<a@x>', SUBJECT, 'found'],
        ['<b@x>', null, 'failed'],
        ['<c@x>', null, 'not-found'],
      ]),
    );
    expect(messages.items.find(({ internetMessageId }) => internetMessageId === '<a@x>')?.called).toEqual({
      state: 'found',
      subject: SUBJECT,
      sender: 'ceo@contoso.com',
      receivedAt: hour(1),
      hasAttachments: true,
      sensitivity: 'normal',
      why: null,
    });
    const { copies } = await kase.section('who-read', { ids: ['a@x'] });
    expect(copies.items.map(({ mailbox, called: told }) => [mailbox, told?.subject])).toEqual(
      expect.arrayContaining([
        ['ana@contoso.com', SUBJECT],
        ['lee@contoso.com', undefined],
      ]),
    );
  });

  test('the notification list says them, escaped; the report never does', async () => {
    const path = join(desk.folder, 'notification.csv');
    await kase.export({ kind: 'notification' }, path);
    const text = await readFile(path, 'utf8');
    const rows = parse(text, { bom: true, columns: true }) as Record<string, string>[];
    const row = rows.find(
      ({ mailbox, message_id }) => mailbox === 'ana@contoso.com' && message_id === '<a@x>',
    );
    expect(row?.sender).toBe('ceo@contoso.com');
    expect(row?.subject).toContain('Salaries');
    expect(row?.subject?.startsWith('=')).toBe(false);
    expect(JSON.stringify(await reportOf(kase))).not.toContain('Salaries');
  });

  test('the evidence pack says how the tenant was asked; inside it nothing that the log does not say', async () => {
    await kase.notePull(pull('hunt-1', { requestIds: ['r1'], missing: [missing(1, 2)] }));
    const path = join(desk.folder, 'evidence.zip');
    await kase.export({ kind: 'evidence', by: 'Ana' }, path);
    const outer = await unzipped(await readFile(path));
    const told = JSON.parse(String(outer.get('pulls.json'))) as { pulls: unknown[]; notObtained: unknown[] };
    expect(told.pulls).toMatchObject([{ id: 'hunt-1', requestIds: ['r1'] }]);
    expect(told.notObtained).toHaveLength(1);
    expect(String(outer.get('pulls.csv'))).toContain('the query failed three times');
    expect(String(outer.get('MANIFEST.sha256'))).toMatch(/ {2}pulls\.json\n/);
    expect(String(outer.get('notification-reviewed.csv'))).toContain('Salaries');
    const inner = await unzipped(outer.get('evidence.zip') as Buffer);
    expect([...inner.keys()].toSorted()).toEqual([
      'MANIFEST.sha256',
      'inputs.csv',
      'notification.csv',
      'report.json',
      'timeline.csv',
      'versions.json',
    ]);
    expect([...inner.values()].join('')).not.toContain('Salaries');
  });

  test.each([
    ['mailbox', named('a@x', { mailbox: '' })],
    ['message id', named(' <> ')],
  ])('no name without a %s', async (_what, name) => {
    await expect(kase.nameMessages([name], 'lead')).rejects.toThrow(PulledError);
  });
});
