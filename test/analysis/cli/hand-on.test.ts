/** `show`, `export` and `reference update` as a person types them. */
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type CliCommand, UsageError } from '../../../analysis/cli/command.ts';
import { command as exporting } from '../../../analysis/cli/commands/export.ts';
import { command as show } from '../../../analysis/cli/commands/show.ts';
import { openCase } from '../../../analysis/index.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind, sync } from '../case/records.ts';
import { unzipped } from '../exports/unzipped.ts';
import { run, spawned } from './run.ts';

const desk = await openDesk();
const kept = join(desk.folder, 'kept');
const BAD = '203.0.113.66';
const RECORD = bind({ ip: BAD, with: { ObjectId: 'over\u009b31mred', Big: 'x' } });

const mailtrail = (...args: string[]) => run(args, desk.folder);

/** In this process: starting one takes longer than any refusal, and how it is printed is the same for all of them. */
async function refused(command: CliCommand, args: string[], message: RegExp): Promise<void> {
  const call = command.run(args);
  await expect(call).rejects.toThrow(UsageError);
  await expect(call).rejects.toThrow(message);
  await expect(call).rejects.not.toThrow('\n');
}

test('what cannot be done is told in one line, with exit 2 and nothing on stdout', async () => {
  const { code, stdout, stderr } = await spawned(['show', 'x\u001b[2J', '--case', kept], desk.folder);
  expect([code, stdout, stderr]).toEqual([2, '', 'mailtrail show: the case holds no record x·[2J.\n']);
});

beforeAll(async () => {
  const file = await desk.file('received.json', lines([RECORD, sync({ mailbox: 'lee@x', ip: BAD })]));
  const { code, stderr } = await mailtrail('analyze', file, '--case', kept, '--hostile', `ip:${BAD}`);
  expect([code, stderr.includes('marked hostile')]).toEqual([0, true]);
});

test('of a case that holds no file nothing is handed on', async () => {
  const empty = join(desk.folder, 'empty');
  await (await openCase({ folder: empty, id: 'empty', name: 'empty' })).close();
  await refused(
    exporting,
    ['timeline', '--case', empty, '--out', join(desk.folder, 't.csv')],
    /the case in .*empty holds no file yet; "analyze FILE/,
  );
});

describe('show', () => {
  test('says where the record is from, and that the file is what was received', async () => {
    const { code, stdout } = await mailtrail('show', RECORD.Id.toUpperCase(), '--case', kept);
    expect(code).toBe(0);
    expect(stdout).toMatch(/input {3}received\.json \(audit-data-jsonl\)/);
    expect(stdout).toMatch(/sha256 {2}[0-9a-f]{64} \(verified again just now\)/);
    expect(stdout).toMatch(/row {5}1\n/);
    expect(stdout).toContain('"MailAccessType"');
    // A control character of the log does not reach the terminal.
    expect(stdout).toContain('over·31mred');
  });

  test('--raw prints the row and nothing else', async () => {
    const { code, stdout } = await mailtrail('show', RECORD.Id, '--case', kept, '--raw');
    expect([code, stdout]).toEqual([0, `${JSON.stringify(RECORD)}\n`]);
  });

  test.each<[string[], RegExp]>([
    [['x', '--case', kept], /holds no record x/],
    [['x', '--case', join(desk.folder, 'none')], /there is no case in/],
    [['x'], /name the case: --case DIR/],
    [['--case', kept], /name one record/],
    [['x', '--rwa'], /Unknown option/],
  ])('%j is refused', (args, message) => refused(show, args, message));
});

describe('export', () => {
  test('writes a file, and reads the reviewed list back', async () => {
    const out = join(desk.folder, 'list.csv');
    const wrote = await mailtrail('export', 'notification', '--case', kept, '--out', out);
    expect(wrote).toMatchObject({ code: 0, stdout: '' });
    expect(wrote.stderr).toMatch(/wrote .*list\.csv, [\d,]+ bytes, sha256 [0-9a-f]{64}/);
    const text = await readFile(out, 'utf8');
    expect(text).toContain('(every message of the folder Inbox)');
    await writeFile(out, `${text.replace(/,,,,\r\n$/, ',yes,,,\r\n')}"x@y","<z>",,,,,,,,,,,Bo,\r\n`);
    const read = await mailtrail('export', 'notification', '--review', out, '--case', kept);
    expect(read.code).toBe(0);
    expect(read.stderr).toMatch(/row \d+ \(x@y, <z>\) is not in the list/);
    expect(read.stderr).toMatch(/mailtrail: \d+ rows = \d+ of today's list/);
    expect(read.stderr).toMatch(/1 that are not in it \+ 0 repeated; 2 had something written/);
  });

  test('writes the evidence with a trail', async () => {
    const out = join(desk.folder, 'pack.zip');
    const trail = await desk.file('audit.jsonl', '{}\n');
    const { code } = await mailtrail(
      'export',
      'evidence',
      '--case',
      kept,
      '--out',
      out,
      '--by',
      'Ana',
      '--trail',
      trail,
    );
    expect(code).toBe(0);
    expect((await readFile(out)).subarray(0, 2).toString()).toBe('PK');
  });

  test.each<[string[], RegExp]>([
    [['poster', '--case', kept, '--out', 'x'], /there are evidence, notification, timeline/],
    [['timeline', '--case', kept], /--out FILE/],
    [
      ['timeline', '--case', kept, '--out', join(desk.folder, 'no', 'x.csv')],
      /no\/x\.csv cannot be used \(ENOENT\)/,
    ],
    [['timeline', '--case', kept, '--review', 'x'], /only a notification list/],
    [
      ['notification', '--case', kept, '--review', join(desk.folder, 'received.json')],
      /no notification list/,
    ],
  ])('%j is refused', (args, message) => refused(exporting, args, message));
});

test('a received file that is gone is told before the evidence is written, and stands in its envelope', async () => {
  const lost = join(desk.folder, 'lost');
  await cp(kept, lost, { recursive: true });
  const [file = ''] = await readdir(join(lost, 'inputs'));
  await rm(join(lost, 'inputs', file));
  const out = join(desk.folder, 'lost.zip');
  const { code, stderr } = await mailtrail('export', 'evidence', '--case', lost, '--out', out);
  expect(code).toBe(0);
  const [first = '', ...rest] = stderr.trim().split('\n');
  expect(first).toContain(
    `the received file received.json is no longer at ${join(lost, 'inputs', file)}: 2 records`,
  );
  expect(first).toMatch(/cannot be shown or checked .* Put the file with SHA-256 [0-9a-f]{64} there/);
  expect(rest.join()).toContain('wrote');
  const envelope = JSON.parse(String((await unzipped(await readFile(out))).get('envelope.json')));
  expect(envelope.receivedFiles).toEqual([
    { name: 'received.json', sha256: expect.stringMatching(/^[0-9a-f]{64}$/), now: 'gone' },
  ]);
  await refused(show, [RECORD.Id, '--case', lost], /no longer at .*row 1\).* Put the file with SHA-256/);
});

test('reference update takes a list and refuses what is none', async () => {
  const data = join(desk.folder, 'data');
  const id = '12345678-aaaa-4bbb-8ccc-0123456789ab';
  const file = await desk.file('apps.csv', `AppId,AppDisplayName\n${id},An app\n`);
  const taken = await mailtrail('reference', 'update', '--from', file, '--data', data);
  expect(taken).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/"apps" names 1 applications? \(new\)/),
  });
  expect(await readFile(join(data, 'reference', 'app-names.json'), 'utf8')).toContain('An app');
  const refused = await mailtrail(
    'reference',
    'update',
    '--from',
    join(desk.folder, 'received.json'),
    '--data',
    data,
  );
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/was not taken: /) });
});
