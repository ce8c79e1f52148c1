/** A file whose reading is stopped leaves nothing behind, in a case that is kept and in one that is thrown away. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCase } from '../../../analysis/index.ts';
import { lines, openDesk, reportOf } from './desk.ts';
import { bind, inboxRule } from './records.ts';

const desk = await openDesk();
const DAMAGED = `${lines([bind({ mailbox: 'ana@x' }), inboxRule()])}{"CreationTime":"2026-05-14T09:00:00","Id":`;

test.each([
  { temporary: true, first: true, told: 1 },
  { temporary: true, first: true, told: 2 },
  { temporary: true, first: false, told: 2 },
  { temporary: false, first: true, told: 2 },
])('temporary $temporary, the first file $first, told $told times', async ({ temporary, first, told }) => {
  const folder = join(desk.folder, `stopped-${temporary}-${first}-${told}`);
  const kase = await openCase({ folder, id: 'stopped', name: 'stopped', temporary });
  try {
    if (!first) await desk.ingest(kase, lines([bind({ mailbox: 'bo@x' })]));
    const path = await desk.file(`damaged-${temporary}-${first}-${told}.jsonl`, DAMAGED);
    const stop = new AbortController();
    let records = 0;
    const onProgress = ({ stage }: { stage: string }) => {
      if (stage === 'records' && ++records === told) stop.abort(new Error('stopped'));
    };
    const files = [{ path, name: 'damaged' }];
    await expect(kase.ingest(files, { onProgress, signal: stop.signal })).rejects.toThrow('stopped');
    await kase.ingest(files);
    const report = await reportOf(kase);
    expect(report.inputs.at(-1)).toMatchObject({ rows: 3, records: 2, duplicates: 0, rejected: 1 });
    expect(report.rejected).toHaveLength(1);
  } finally {
    await kase.close();
  }
});

test('a file that is changed while it is read is refused: its digest would be of other bytes', async () => {
  const folder = join(desk.folder, 'changed');
  const kase = await openCase({ folder, id: 'changed', name: 'changed', temporary: true });
  try {
    const path = await desk.file('growing.jsonl', lines([bind({ mailbox: 'ana@x' })]));
    const late = lines([bind({ mailbox: 'bo@x' })]);
    const onProgress = ({ stage }: { stage: string }) => {
      if (stage === 'reading') appendFileSync(path, late);
    };
    await expect(kase.ingest([{ path, name: 'growing' }], { onProgress })).rejects.toThrow(
      'growing was changed while it was read',
    );
    const report = await reportOf(kase);
    expect([report.inputs, report.totals.records]).toEqual([[], 0]);
  } finally {
    await kase.close();
  }
});
