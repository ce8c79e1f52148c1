/** `mailtrail analyze --sign-ins`: which files it reads, and what comes of them. */
import { describe, expect, test, vi } from 'vitest';
import { UsageError } from '../../../analysis/cli/command.ts';
import { command } from '../../../analysis/cli/commands/analyze.ts';
import { readSignIns } from '../../../analysis/cli/sign-in-file.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind } from '../case/records.ts';
import { run } from './run.ts';

const desk = await openDesk();
vi.setConfig({ testTimeout: 60_000 });

const SESSION = '5b1e0000-0000-4000-8000-000000000001';
/** In the form of signin-list.md. */
const ENTRY = {
  id: '1691d37b-0000-4000-8000-000000000001',
  createdDateTime: '2026-05-14T08:00:00Z',
  userPrincipalName: 'Ana@contoso.com',
  appId: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c',
  ipAddress: '203.0.113.10',
  isInteractive: true,
  signInEventTypes: ['interactiveUser'],
  sessionId: SESSION.toUpperCase(),
  uniqueTokenIdentifier: 'ZTE0OTk3YTQt',
  userAgent: 'Mozilla/5.0',
  status: { errorCode: 0 },
};

describe('a file', () => {
  const kinds = async (name: string, content: string) =>
    (await readSignIns(await desk.file(name, content))).signIns.map(({ kind }) => kind);

  test.each([
    ['the portal, a list', JSON.stringify([ENTRY, ENTRY])],
    ['Graph, an answer', JSON.stringify({ '@odata.context': 'x', value: [ENTRY, ENTRY] })],
    ['pages, one a line', `${JSON.stringify({ value: [ENTRY] })}\n${JSON.stringify({ value: [ENTRY] })}\n`],
    ['one a line, with a byte order mark', `\uFEFF${JSON.stringify(ENTRY)}\r\n${JSON.stringify(ENTRY)}\r\n`],
  ])('of %s', async (name, content) => {
    const { signIns, unread } = await readSignIns(await desk.file(name.replaceAll(/\W/g, '-'), content));
    expect({ signIns, unread }).toEqual({
      unread: 0,
      signIns: Array(2).fill({
        id: ENTRY.id,
        at: ENTRY.createdDateTime,
        kind: 'interactive',
        userId: 'Ana@contoso.com',
        appId: ENTRY.appId,
        ip: ENTRY.ipAddress,
        sessionId: ENTRY.sessionId,
        tokenId: ENTRY.uniqueTokenIdentifier,
        userAgent: ENTRY.userAgent,
        succeeded: true,
      }),
    });
  });

  test('of every kind; the older service tells only whether somebody sat there', async () => {
    const { signInEventTypes: _, ...old } = ENTRY;
    const entries = [
      { ...ENTRY, signInEventTypes: ['nonInteractiveUser'] },
      { ...ENTRY, signInEventTypes: ['managedIdentity'] },
      { ...old, isInteractive: false },
      { ...old, userPrincipalName: null, servicePrincipalId: 'x' },
      old,
    ];
    expect(await kinds('kinds', JSON.stringify(entries))).toEqual([
      'non-interactive',
      'managed-identity',
      'non-interactive',
      'service-principal',
      'interactive',
    ]);
  });

  test('what failed is no sign-in, and what is none is counted', async () => {
    const entries = [{ ...ENTRY, status: { errorCode: 50126 } }, { id: 'x' }, null, 'text'];
    const { signIns, unread } = await readSignIns(await desk.file('mixed', JSON.stringify(entries)));
    expect(signIns.map(({ succeeded }) => succeeded)).toEqual([false]);
    expect(unread).toBe(3);
  });

  test('without any entry is one', async () => {
    expect(await kinds('empty', '{"value":[]}')).toEqual([]);
  });

  test.each([
    ['not JSON', 'a,b\n1,2\n'],
    ['of something else', '[{"Operation":"MailItemsAccessed"}]'],
  ])('%s is refused', async (name, content) => {
    await expect(readSignIns(await desk.file(`bad-${name}`, content))).rejects.toThrow(UsageError);
  });

  test('that is not there is refused', async () => {
    await expect(readSignIns('nowhere.json')).rejects.toThrow('nowhere.json cannot be read (ENOENT).');
  });
});

test('what is matched is said', async () => {
  const log = await desk.file(
    'log.jsonl',
    lines([bind(), bind({ session: SESSION.replace('1', '2') }), bind({ session: null })]),
  );
  const signIns = await desk.file('signins.json', JSON.stringify([ENTRY]));
  const period = ['--sign-ins-from', '2026-05-10', '--sign-ins-to', '2026-05-20'];
  const { code, stderr } = await run(['analyze', log, '--sign-ins', signIns, ...period], desk.folder);
  expect(code).toBe(0);
  expect(stderr).toContain(
    '1 sign-in added, 0 known ones left out. Of the records of mail access, 1 have theirs, 1 have none, and of 1 it cannot be told.',
  );
});

test.each([
  [['--sign-ins-from', '2026-05-10'], 'need --sign-ins FILE'],
  [['--sign-ins', 'nowhere.json', '--sign-ins-from', '2026-05-10'], 'go together'],
  [
    ['--sign-ins', 'nowhere.json', '--sign-ins-from', '2026-05-10', '--sign-ins-to', '2026-05-09'],
    'the earlier one first',
  ],
])('%j is refused before anything is read', async (options, words) => {
  await expect(command.run(['missing.csv', ...options])).rejects.toThrow(words);
});
