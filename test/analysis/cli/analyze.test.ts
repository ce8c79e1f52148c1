/** `mailtrail analyze`: exit codes, what goes to which stream, what is kept and what is not. */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { beforeAll, describe, expect, test } from 'vitest';
import { UsageError } from '../../../analysis/cli/command.ts';
import { command } from '../../../analysis/cli/commands/analyze.ts';
import { writeText } from '../../../analysis/cli/text-report.ts';
import type { Report } from '../../../analysis/report.ts';
import { expectValid, lines, openDesk, SCHEMA_IS_THERE } from '../case/desk.ts';
import { type AuditData, bind, GRAPH, inboxRule, later, sync } from '../case/records.ts';
import { APP, LOG, SESSION } from '../case/suspicious.ts';
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
    /^Nothing unusual found in what is on record of the one mailbox; a log of .+ is too short to know what is usual$/,
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

test('one of a thing is not written as several', async () => {
  const kase = await desk.caseOf(lines([bind()]));
  await kase.mark('ip:192.0.2.10', 'hostile', 'Ana');
  const out = new PassThrough();
  const [report] = await Promise.all([text(out), writeText(kase, out).then(() => out.end())]);
  expect(report).not.toMatch(/\b1 \w*(records|rows|mailboxes|messages|contexts|marks|folders|stretches)\b/);
  expect(report).toMatch(/1 mail-access record .* of 1 mailbox · 1 record in all/);
});

const reported = async (...records: AuditData[]): Promise<string> => {
  const kase = await desk.caseOf(lines(records));
  const out = new PassThrough();
  const [report] = await Promise.all([text(out), writeText(kase, out).then(() => out.end())]);
  return report;
};

test('a forwarding alone, with no read after it, is named: when, what, whose, by whom, from where', async () => {
  const forwarding = inboxRule({
    at: '2026-05-14T12:00:00',
    user: 'admin@contoso.com',
    with: {
      Operation: 'Set-Mailbox',
      Parameters: [
        { Name: 'Identity', Value: 'ana@contoso.com' },
        { Name: 'ForwardingSmtpAddress', Value: 'smtp:mallory@evil.example' },
      ],
    },
  });
  const switchedOn = inboxRule({
    user: 'NT AUTHORITY\\SYSTEM (Microsoft.Exchange.Servicehost)',
    with: {
      Operation: 'Set-AdminAuditLogConfig',
      UserType: 3,
      Parameters: [{ Name: 'UnifiedAuditLogIngestionEnabled', Value: 'True' }],
    },
  });
  const report = await reported(bind(), forwarding, switchedOn);
  expect(report).toContain(
    `\nChanges on record\n  2026-05-14T12:00:00Z · forwarding: to mallory@evil.example · concerns ana@contoso.com · by admin@contoso.com from 203.0.113.10 · record ${forwarding.Id}\n`,
  );
  // Microsoft's machinery switches on what is on.
  expect(report).not.toContain('audit log switched on');
});

test('many changes: those that open mail first, the others counted', async () => {
  const rule = (n: number, user = 'ana@contoso.com') =>
    inboxRule({ user, at: later('2026-05-14T12:00:00', n * 60), with: { Operation: 'New-InboxRule' } });
  const granted = inboxRule({
    at: '2026-05-01T12:00:00',
    with: {
      Operation: 'Add-MailboxFolderPermission',
      Parameters: [
        { Name: 'Identity', Value: 'ana@contoso.com:\\Inbox' },
        { Name: 'User', Value: 'lee@contoso.com' },
        { Name: 'AccessRights', Value: 'Reviewer' },
      ],
    },
  });
  const report = await reported(granted, ...Array.from({ length: 22 }, (_, n) => rule(n)));
  const shown = report.split('\nChanges on record\n')[1]?.split('\n\n')[0]?.split('\n') ?? [];
  expect(shown).toHaveLength(21);
  expect(shown.join()).not.toContain('Reviewer');
  expect(shown.at(-1)).toBe('  and 3 more (export timeline lists all)');
  expect(shown[0]).toContain('2026-05-14T12:02:00Z');
});

test('records without mail access: of when they are is said', async () => {
  const report = await reported(inboxRule(), inboxRule({ at: '2026-05-16T10:00:00' }));
  expect(report).toContain(
    'no mail access on record, other records of 2026-05-14T09:00:00Z to 2026-05-16T10:00:00Z · ',
  );
});

test('a log of an hour: what is usual is hardly known, and it says so; one time is not written as two', async () => {
  const report = await reported(bind());
  expect(report).toContain('\n2026-05-14T09:00:00Z · 1 mail-access record');
  expect(report).toMatch(
    /^Nothing unusual found .*; a log of less than an hour is too short to know what is usual\n/,
  );
  // Once is enough.
  expect(report).not.toContain('The log spans');
  expect(report).not.toMatch(/(\S+Z) (to|and) \1/);
  const week = await reported(bind(), bind({ at: '2026-05-20T09:00:00' }));
  expect(week).not.toContain('too short');
});

test('only what there is evidence of must be presumed read; of the others is said what holds', async () => {
  const from = (mailbox: string, ip: string, with_: Parameters<typeof bind>[0] = {}) =>
    bind({ mailbox, ip, session: null, ...with_ });
  const kase = await desk.caseOf(
    lines([
      from('ana@contoso.com', BAD),
      from('bob@contoso.com', BAD, { throttled: true }),
      sync({ mailbox: 'cat@contoso.com', ip: BAD, session: null }),
      from('dan@contoso.com', '192.0.2.10', { throttled: true }),
      from('eve@contoso.com', '192.0.2.11'),
    ]),
  );
  await kase.mark(`ip:${BAD}`, 'hostile', 'Ana');
  const out = new PassThrough();
  const [report] = await Promise.all([text(out), writeText(kase, out).then(() => out.end())]);
  const part = (title: string) => report.split(`\n${title}`)[1]?.split('\n\n')[0] ?? '';
  const presumed = part('Must be presumed read (confirmed)');
  expect(presumed).toContain('ana@contoso.com · 1 message on record · 2026-05-14T09:00:00Z');
  expect(presumed).toContain(
    'bob@contoso.com · the entire mailbox, since the log is blind for a time of that access',
  );
  expect(presumed).toContain('cat@contoso.com · the entire mailbox, since folders of it were synced');
  expect(presumed).not.toMatch(/dan@|eve@/);
  expect(part('Cannot be excluded')).toContain(
    'dan@contoso.com · 1 stretch in which access cannot be excluded',
  );
  expect(part('Not shown')).toContain('for the other mailbox: eve@contoso.com.');
});

test('what is suspected stands beside what is confirmed, and what is trusted says what it leaves out', async () => {
  const kase = await desk.caseOf(lines(LOG));
  const written = async () => {
    const out = new PassThrough();
    const [report] = await Promise.all([text(out), writeText(kase, out).then(() => out.end())]);
    return { report, part: (title: string) => report.split(`\n${title}`)[1]?.split('\n\n')[0] ?? '' };
  };
  await kase.mark(`app:${APP}`, 'hostile', 'Ana');
  const both = await written();
  expect(both.part('Must be presumed read (confirmed)')).toMatch(/^\n {2}p0@x · [^\n]*$/);
  expect(both.part('Must be presumed read (suspected)')).toContain('\n  swept7@x · 1 message on record');
  expect(both.part('Not shown')).toContain(
    'by a context marked hostile or by the contexts of these findings is on record for the other 4 mailboxes: p1@x, p2@x, p3@x and p4@x.',
  );
  await kase.mark(`session:${SESSION}`, 'trusted', 'Ana');
  const one = await written();
  expect(one.report).toContain(
    `Marked trusted (session:${SESSION}): leaves 8 messages and 0 folder syncs in 8 mailboxes out of what is suspected`,
  );
  expect(one.part('Not shown')).toContain('for the other 12 mailboxes: ');
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

test('a command that does not exist: exit 2, with the usage', async () => {
  const { code, stdout, stderr } = await mailtrail('analyse\u001b[2J', good);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(linesOf(stderr)[0]).toBe('mailtrail: there is no command "analyse·[2J".');
  expect(stderr).toContain('mailtrail analyze FILE...');
});

describe('a call that cannot be understood is refused before anything is read', () => {
  test.each<[string, string[], RegExp]>([
    ['no file', [], /name at least one file/],
    ['an unknown option', ['f', '--jsn'], /--jsn/],
    ['an option without its value', ['f', '--hostile'], /--hostile/],
    ['a time that is none', ['f', '--searched-from', 'soon'], /--searched-from soon is not a time/],
    ['a resource app', ['f', '--hostile', `app:${GRAPH}`], /hostile marker refused: .*Microsoft Graph/],
    ['a marker that is none', ['f', '--trusted', 'nonsense'], /trusted marker refused: .*not a marker/],
  ])('%s', async (_, args, reason) => {
    const call = command.run(args);
    await expect(call).rejects.toThrow(UsageError);
    await expect(call).rejects.toThrow(reason);
  });
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
  const mailboxes = Array.from({ length: 3_000 }, (_, index) =>
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
