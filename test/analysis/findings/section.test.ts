/** What is said of one finding: where its records stand, which messages they name, what to do. */
import { expect, test } from 'vitest';
import { lines, openDesk } from '../case/desk.ts';
import { BAD, LOG, PEOPLE, SESSION } from '../case/suspicious.ts';

const desk = await openDesk();

test('files and rows, messages and steps of a finding; nothing of one that is not there', async () => {
  const { kase, report } = await desk.analyse(lines(LOG));
  const [sweep] = report.findings;
  if (sweep === undefined) throw new Error('The log has no finding now');
  const { files, records, steps, finding } = await kase.section('finding', { id: sweep.id });
  const rows = report.evidence
    .filter(({ recordId }) => sweep.recordIds.includes(recordId))
    .map(({ row }) => row)
    .sort((a, b) => a - b);
  expect(records).toBe(rows.length);
  expect(files).toEqual([
    {
      input: report.inputs[0]?.name,
      sha256: report.inputs[0]?.sha256,
      member: null,
      records: rows.length,
      rows: rows.slice(0, 5),
    },
  ]);
  const listed = report.nextSteps.map(({ id }) => id);
  expect(steps.map(({ id }) => id)).toEqual(sweep.nextSteps);
  expect(finding?.nextSteps).toEqual(sweep.nextSteps);
  expect(sweep.nextSteps).toContain('contain-accounts');
  for (const one of report.findings) expect(listed).toEqual(expect.arrayContaining(one.nextSteps));
  expect(report.nextSteps.find(({ id }) => id === 'contain-accounts')?.title).toMatch(
    /^If you confirm it: lock/,
  );

  expect((await kase.section('finding', { id: sweep.id })).markers).toEqual([`ip:${BAD}+session:${SESSION}`]);

  const all = await kase.section('finding-messages', { id: sweep.id, limit: 3 });
  expect(all).toMatchObject({ messages: 8, folders: 0, items: { total: 8, offset: 0 } });
  expect(all.items.items).toHaveLength(3);
  const rest = await kase.section('finding-messages', { id: sweep.id, offset: 3 });
  const mailboxes = [...all.items.items, ...rest.items.items].map(({ mailbox }) => mailbox);
  expect(mailboxes.sort()).toEqual(sweep.mailboxes);
  for (const person of PEOPLE) expect(mailboxes).not.toContain(person);

  expect(await kase.section('finding-messages', { id: "x' OR 1=1 --" })).toMatchObject({
    finding: null,
    items: { items: [], total: 0 },
  });
  expect(await kase.section('finding', { id: 'x' })).toMatchObject({ finding: null, files: [], steps: [] });
});
