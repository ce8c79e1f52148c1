/** `mailtrail analyze`: exit codes, what goes to which stream, what is kept and what is not. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../analysis/cli/command.ts';
import { command } from '../../../analysis/cli/commands/analyze.ts';
import type { Report } from '../../../analysis/report.ts';
import { expectValid, lines, openDesk, SCHEMA_IS_THERE } from '../case/desk.ts';
import { bind, GRAPH, later, sync } from '../case/records.ts';
import { type Ran, run, spawned, start } from './run.ts';

const desk = await openDesk();
const temporary = join(desk.folder, 'tmp');
const mailtrail = (...args: string[]): Promise<Ran> => run(args, temporary);

const BAD = '203.0.113.66';
let good: string;
let more: string;
beforeAll(async () => {
  await mkdir(temporary);
  good = await desk.file(
    'export',
    lines([bind({ ip: BAD }), bind({ at: '2026-05-15T09:00:00' }), 'damaged }'].map((row) => row)),
  );
  more = await desk.file('more.json', lines([sync({ ip: BAD, mailbox: 'lee@contoso.com' })]));
});

/** tsx keeps its own cache beside it. */
const leftBehind = async () => (await readdir(temporary)).filter((name) => name.startsWith('mailtrail'));

const linesOf = (output: string) => output.split('\n').filter((line) => line !== '');

describe('--json', () => {
  test(`is one document and nothing else${SCHEMA_IS_THERE ? ', valid against the schema' : ' (the schema is absent: not checked against it)'}`, async () => {
    const files = [good, join(desk.folder, 'missing.csv'), more, desk.folder];
    const marks = ['--hostile', `ip:${BAD}`, '--trusted', 'user:ana@contoso.com+from:2026-05-15'];
    const searched = [
      ...['--searched-from', '2026-05-01', '--searched-to', '2026-05-20T12:00'],
      ...['--searched-users', 'ana@contoso.com, lee@contoso.com', '--acquired-by', "O'Neil"],
    ];
    const { code, stdout, stderr } = await spawned(
      ['analyze', ...files, '--json', ...marks, ...searched],
      temporary,
    );
    expect({ code, stderr: linesOf(stderr).length }).toEqual({ code: 0, stderr: 4 });
    const report = JSON.parse(stdout) as Report;
    expectValid(report);
    expect(report.inputs.map(({ name, records, rejected }) => [name, records, rejected])).toEqual([
      ['export', 2, 1],
      ['more.json', 1, 0],
    ]);
    expect(report.inputs[0]?.acquired).toEqual({
      at: null,
      by: "O'Neil",
      from: '2026-05-01T00:00:00Z',
      to: '2026-05-20T12:00:00Z',
      users: ['ana@contoso.com', 'lee@contoso.com'],
      operations: null,
    });
    expect(report.exposure.confirmed.mailboxes.map(({ mailbox, verdict }) => [mailbox, verdict])).toEqual([
      ['lee@contoso.com', 'entire-mailbox'],
      ['ana@contoso.com', 'messages'],
    ]);
    expect(report.logTrust.canConclude.join(' ')).toContain('Within the declared search');
    expect(stderr).toMatch(/missing\.csv/);
    // Nothing of a temporary case stays.
    expect(await leftBehind()).toEqual([]);
  });
});

test('text: the answer first, everything said, no control character', async () => {
  const evil = await desk.file('evil\u001b]0;owned\u0007\n\u202ename.csv', 'Name,Size\nx,1\n');
  const { code, stdout, stderr } = await mailtrail('analyze', good, evil);
  expect(code).toBe(0);
  expect(linesOf(stdout)[0]).toMatch(
    /^Nothing unusual found in what is on record of the one mailbox; 1 row could not be read; a log of .+ is too short to know what is usual$/,
  );
  expect(stdout).toContain('3 rows = 2 records + 0 duplicates + 1 rejected');
  expect(stdout).toContain('export, row 3: ');
  expect(stdout).toContain('Cannot be concluded');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
  expect(`${stdout}${stderr}`).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
  expect(linesOf(stderr)).toEqual([
    expect.stringMatching(/^mailtrail: not used: evil.*name\.csv is not an audit-log export/),
  ]);
});

test('nothing usable: exit 2, nothing on stdout, one line that names each file and its trouble', async () => {
  const empty = await desk.file('empty', '');
  const { code, stdout, stderr } = await mailtrail(
    'analyze',
    join(desk.folder, 'none.csv'),
    desk.folder,
    empty,
    '--json',
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(linesOf(stderr)).toEqual([
    expect.stringMatching(
      /^mailtrail: nothing usable: none\.csv does not exist; \S+ is not a file; empty is empty: it holds no audit records\.$/,
    ),
  ]);
  expect(await leftBehind()).toEqual([]);
});

test.skipIf(process.getuid?.() === 0)(
  'a file that this account may not read is named, and the others are read',
  async () => {
    const locked = await desk.file('locked.csv', lines([bind()]));
    await chmod(locked, 0);
    const { code, stderr } = await mailtrail('analyze', locked, good, '--json');
    expect(code).toBe(0);
    expect(stderr).toContain('locked.csv may not be read by this account');
  },
);

test('no case is made for a file that is not there', async () => {
  const [missing, folder] = [join(desk.folder, 'mistyped.csv'), join(desk.folder, 'no-case')];
  const { code, stdout, stderr } = await mailtrail('analyze', missing, '--case', folder);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(linesOf(stderr)).toEqual([`mailtrail: nothing usable: ${missing} does not exist.`]);
  expect(existsSync(folder)).toBe(false);
});

test('a file that cannot be asked for is named, and the others are read', async () => {
  const { code, stderr } = await mailtrail('analyze', join(desk.folder, 'n'.repeat(300)), good, '--json');
  expect(code).toBe(0);
  expect(stderr).toContain('cannot be read (ENAMETOOLONG)');
});

test('a command that does not exist: exit 2, and one line that names those there are', async () => {
  const { code, stdout, stderr } = await mailtrail('analyse\u001b[2J', good);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(linesOf(stderr)).toEqual([
    'mailtrail: there is no command "analyse·[2J". There are analyze, export, reference, sample and show; "mailtrail help" says what they do.',
  ]);
});

test('help has every command, and --help the one it stands behind, whatever else is written there', async () => {
  const help = await mailtrail('help');
  expect(help).toMatchObject({ code: 0, stderr: '' });
  for (const name of ['analyze', 'export', 'reference', 'sample', 'show']) {
    const one = await mailtrail(name, 'x', '--help');
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toMatch(new RegExp(`^mailtrail ${name} `));
    expect(help.stdout).toContain(one.stdout);
  }
});

test('the sample tenant is written to a file that is not there yet, and can be read', async () => {
  const path = join(desk.folder, 'made', 'sample.csv');
  const refused = await mailtrail('sample', path);
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(`${path} cannot be written (ENOENT)`);
  await mkdir(join(desk.folder, 'made'));
  const made = await mailtrail('sample', path);
  expect(made).toMatchObject({ code: 0, stdout: '' });
  const report = JSON.parse((await mailtrail('analyze', path, '--json')).stdout);
  expect(report.inputs).toMatchObject([{ name: 'sample.csv', format: 'purview-csv' }]);
  expect(report.totals.throttled).toBeGreaterThan(0);
  const again = await mailtrail('sample', path);
  expect(again).toMatchObject({ code: 2, stdout: '' });
  expect(again.stderr).toContain(`${path} is there already: name a new file.`);
});

describe('a call that cannot be understood is refused before anything is read', () => {
  test.each<[string, string[], RegExp]>([
    ['no file', [], /name at least one file/],
    ['an unknown option', ['f', '--jsn'], /--jsn/],
    ['an option without its value', ['f', '--hostile'], /--hostile/],
    ['a time that is none', ['f', '--searched-from', 'soon'], /--searched-from soon is not a time/],
    [
      'a search that begins after the log was acquired',
      ['f', '--searched-from', '2026-05-14', '--acquired-at', '2026-05-13'],
      /--searched-from is later than --acquired-at/,
    ],
    [
      'one marker with both verdicts',
      ['f', '--hostile', 'IP:203.0.113.9', '--trusted', 'ip:203.0.113.9'],
      /^ip:203\.0\.113\.9 is given as --hostile and as --trusted: it can be only one of them\./,
    ],
    ['a resource app', ['f', '--hostile', `app:${GRAPH}`], /hostile marker refused: .*Microsoft Graph/],
    ['a marker that is none', ['f', '--trusted', 'nonsense'], /trusted marker refused: .*not a marker/],
  ])('%s', async (_, args, reason) => {
    const call = command.run(args);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(reason);
  });
});

test('a log said to be acquired before its last record: told, and not used', async () => {
  const told = await mailtrail('analyze', good, '--json', '--acquired-at', '2026-05-15T08:00Z');
  expect(told.code).toBe(0);
  expect(told.stderr).toContain(
    'mailtrail: export has records up to 2026-05-15T09:00:00Z: a log cannot have been acquired before its last record was made, so --acquired-at is not used for it.',
  );
  const [input] = (JSON.parse(told.stdout) as Report).inputs;
  expect(input).toMatchObject({ acquired: { at: null }, warnings: ['acquired-before-last-record'] });
  // A day without a time is the whole day.
  const day = await mailtrail('analyze', good, '--json', '--acquired-at', '2026-05-15');
  expect(day.stderr).not.toContain('not used for it');
  expect((JSON.parse(day.stdout) as Report).inputs[0]?.acquired.at).toBe('2026-05-15T00:00:00Z');
});

test('records outside what was declared as searched: told on the way and in the report', async () => {
  const { code, stdout, stderr } = await mailtrail(
    'analyze',
    good,
    '--searched-from',
    '2026-05-01',
    '--searched-to',
    '2026-05-02',
  );
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^mailtrail: 2 records of export lie outside the declared search \(2026-05-01T00:00:00Z to 2026-05-02T23:59:59Z\): /m,
  );
  expect(stdout).toContain('Careful: 2 of its records are outside the period declared as searched');
  const cannot = stdout.slice(stdout.indexOf('Cannot be concluded'));
  expect(cannot).toContain('2 records of export lie outside the declared search');
});

test('--case keeps the case, and adds to it', async () => {
  const folder = join(desk.folder, 'a case');
  const first = await mailtrail('analyze', good, '--case', folder, '--json', '--hostile', `ip:${BAD}`);
  const second = await mailtrail('analyze', more, good, '--case', folder, '--json');
  expect([first.code, second.code]).toEqual([0, 0]);
  const report = JSON.parse(second.stdout) as Report;
  expectValid(report);
  expect(report.case).toEqual({ id: 'a case', name: 'a case' });
  expect(report.inputs.map(({ name, records, duplicates }) => [name, records, duplicates])).toEqual([
    ['export', 2, 0],
    ['more.json', 1, 0],
    ['export', 0, 2],
  ]);
  // The marker of the first run holds for what the second brought.
  expect(report.exposure.confirmed.mailboxes).toHaveLength(2);
  expect(await readdir(join(folder, 'inputs'))).toHaveLength(3);
  // What the other word on the same marker undoes is said.
  const third = await mailtrail('analyze', good, '--case', folder, '--json', '--trusted', `ip:${BAD}`);
  expect(third.stderr).toContain(
    'It was marked hostile: that has ended. Out of the confirmed exposure went what only it confirmed: 1 message and 1 folder sync; nothing is confirmed any more of 2 mailboxes.',
  );
});

describe('a --case that cannot be opened is told in one line of plain words, with exit 2', () => {
  const broken = async (name: string, files: Record<string, string>) => {
    const folder = join(desk.folder, name);
    await mkdir(folder);
    for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content);
    return folder;
  };

  test('in the words of the one who called', async () => {
    const file = await desk.file('plain', 'no folder');
    const { code, stdout, stderr } = await mailtrail('analyze', good, '--case', file);
    expect({ code, stdout, lines: linesOf(stderr).length }).toEqual({ code: 2, stdout: '', lines: 1 });
    expect(stderr).toContain('plain is a file, not a folder.');
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    [
      'below a plain file',
      async () => join(await desk.file('plain-2', 'no folder'), 'case'),
      /cannot be made.*Name one inside a folder/,
    ],
    [
      'a database of noise',
      () => broken('noise', { 'case.duckdb': 'x'.repeat(9_000) }),
      /case\.duckdb.*damaged/,
    ],
    ['an empty database', () => broken('hollow', { 'case.duckdb': '' }), /case\.duckdb.*damaged/],
    ['a record that is no JSON', () => broken('torn', { 'case.json': '{"id": "to' }), /case\.json.*damaged/],
    ['a record of another kind', () => broken('foreign', { 'case.json': '[]' }), /case\.json.*damaged/],
  ])('%s', async (_what, make, words) => {
    const call = command.run([good, '--case', await make()]);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(words);
    await expect(call).rejects.not.toThrow(/ENOTDIR|IO Error|DuckDB|position|\n/);
  });

  test('what is damaged stays as it is: it may be evidence', async () => {
    const folder = await broken('kept', { 'case.duckdb': 'not a database' });
    await expect(command.run([good, '--case', folder])).rejects.toThrow(UsageError);
    expect(await readFile(join(folder, 'case.duckdb'), 'utf8')).toBe('not a database');
    expect(await readdir(folder)).not.toContain('case.json');
  });
});

test('a reader that stops early, such as | head, is no failure and leaves nothing behind', async () => {
  // A report of 700 kB: ten times what a pipe holds.
  const mailboxes = Array.from({ length: 600 }, (_, index) =>
    bind({ mailbox: `m${index}@contoso.com`, at: later('2026-05-14T09:00:00', index) }),
  );
  const child = start(['analyze', await desk.file('many', lines(mailboxes)), '--json'], temporary);
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));
  let stderr = '';
  child.stderr?.on('data', (chunk) => {
    stderr += String(chunk);
  });
  child.stdout?.once('data', () => child.stdout?.destroy());
  expect(await ended).toEqual([0, null]);
  expect(stderr).toBe('');
  expect(await leftBehind()).toEqual([]);
});

test.skipIf(!existsSync('/dev/full'))('a full disk is said in one line, and is a failure', async () => {
  const full = await open('/dev/full', 'w');
  try {
    for (const json of [['--json'], []]) {
      const child = start(['analyze', good, ...json], temporary, full.fd);
      const ended = new Promise((resolve) => child.once('close', resolve));
      let stderr = '';
      child.stderr?.on('data', (chunk) => {
        stderr += String(chunk);
      });
      expect(await ended).toBe(1);
      expect(stderr).toMatch(/^mailtrail: the output could not be written whole \(ENOSPC[^\n]*\n$/);
      expect(await leftBehind()).toEqual([]);
    }
  } finally {
    await full.close();
  }
});

test('Ctrl-C leaves nothing of a temporary case behind', async () => {
  const child = start(['analyze', good], temporary);
  const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve([code, signal])));
  while ((await leftBehind()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGINT');
  expect(await ended).toEqual([130, null]);
  expect(await leftBehind()).toEqual([]);
});
