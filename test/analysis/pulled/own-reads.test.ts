/** Which records count as our own reads, and that all others of our application are somebody's with our key. */
import { describe, expect, test, vi } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import { requestIdsIn } from '../../../analysis/pulled/own-reads.ts';
import { lines, openDesk, reportOf } from '../case/desk.ts';
import { type AuditData, bind, later } from '../case/records.ts';

const desk = await openDesk();
vi.setConfig({ testTimeout: 60_000 });

const OURS = 'c0ffee00-1111-4222-8333-444444444444';
const FROM = '2026-05-20T10:00:00';
const NOTED = 'aaaaaaaa-0000-4000-8000-000000000001';
const STRANGE = 'bbbbbbbb-0000-4000-8000-000000000002';

function read(
  at: string,
  given: { app?: string; request?: string | null; items?: string[] } = {},
): AuditData {
  const { app = OURS, request = null, items } = given;
  const record = bind({
    at,
    mailbox: 'ana@contoso.com',
    user: 'serviceprincipal_1',
    ip: '198.51.100.40',
    client: 'Client=REST;;',
    session: null,
    with: { UserType: 5, ClientAppId: app, ...(request === null ? {} : { ClientRequestId: `{${request}}` }) },
  });
  if (items !== undefined) {
    const [folder] = record.Folders as { FolderItems: Record<string, unknown>[] }[];
    const [item = {}] = folder?.FolderItems ?? [];
    if (folder)
      folder.FolderItems = items.map((id, n) => ({
        ...item,
        InternetMessageId: `<${n}${at}@x>`,
        ClientRequestId: id,
      }));
  }
  return record;
}

const everyday = Array.from({ length: 10 }, (_, day) =>
  bind({ at: later('2026-05-10T09:00:00', day * 86_400) }),
);
const ours = [
  read(later(FROM, 60)),
  read(later(FROM, 120), { request: NOTED.toUpperCase() }),
  read(later(FROM, 180), { items: [NOTED, `{${NOTED}}`] }),
  read(later(FROM, 300 + 3600)),
];
const others = [
  read(later(FROM, 240), { request: STRANGE }),
  read(later(FROM, 260), { items: [NOTED, STRANGE] }),
  read(later(FROM, 7200)),
  read(later(FROM, -86_400), { request: NOTED }),
];
const elses = [read(later(FROM, 60), { app: 'd00d0000-1111-4222-8333-444444444444', request: NOTED })];

const note = (kase: Case, requestIds: string[]) =>
  kase.noteOwnReads({ appId: OURS.toUpperCase(), requestIds, from: `${FROM}Z`, to: `${later(FROM, 3600)}Z` });
const idsOf = (records: AuditData[]) => records.map(({ Id }) => Id).sort();

async function misused(kase: Case) {
  const { items } = (await kase.section('findings', { limit: 100 })).findings;
  return items.filter(({ detection }) => detection === 'own-application');
}

describe('noted before their records come, or after', () => {
  test.each(['before', 'after'] as const)('%s', async (when) => {
    const kase = await desk.openCase();
    await desk.ingest(kase, lines(everyday));
    if (when === 'before') await note(kase, [`{${NOTED}}`]);
    await desk.ingest(kase, lines([...ours, ...others, ...elses]));
    if (when === 'after') await note(kase, [`{${NOTED}}`]);

    const report = await reportOf(kase);
    const cited = new Set(report.findings.flatMap(({ recordIds }) => recordIds));
    expect(idsOf(ours).filter((id) => cited.has(id))).toEqual([]);
    const [finding, ...more] = await misused(kase);
    expect(more).toEqual([]);
    expect(finding?.severity).toBe('high');
    expect([...(finding?.recordIds ?? [])].sort()).toEqual(idsOf(others));
    expect(report.findings.some(({ apps }) => apps.includes(elses[0]?.ClientAppId as string))).toBe(true);

    expect((await kase.section('pulls', {})).ownReads).toEqual([
      { appId: OURS, from: `${FROM}Z`, to: `${later(FROM, 3600)}Z`, requestIds: 1, records: 4, foreign: 4 },
    ]);
    const exposed = report.exposure.suspected.mailboxes.flatMap(({ messages }) => messages);
    const named = new Set(exposed.map(({ internetMessageId }) => internetMessageId));
    const messagesOf = (records: AuditData[]) =>
      records.flatMap(({ Folders }) =>
        (Folders as { FolderItems: { InternetMessageId: string }[] }[]).flatMap(({ FolderItems }) =>
          FolderItems.map(({ InternetMessageId }) => InternetMessageId),
        ),
      );
    expect(messagesOf(ours).filter((id) => named.has(id))).toEqual([]);
    expect(messagesOf(others).filter((id) => !named.has(id))).toEqual([]);

    // A request id that is told later makes its record ours.
    await note(kase, [STRANGE]);
    expect((await misused(kase))[0]?.recordIds.length).toBe(2);
  });
});

test('nothing changes where our application never read', async () => {
  const kase = await desk.openCase();
  await desk.ingest(kase, lines(everyday));
  await note(kase, [NOTED]);
  expect(await misused(kase)).toEqual([]);
  expect((await kase.section('pulls', {})).ownReads).toMatchObject([{ records: 0, foreign: 0 }]);
});

test.each([
  ['{"ClientRequestId":"{A1}","x":1}', ['a1']],
  ['"{""ClientRequestId"":""{A1}"",""x"":1}"', ['a1']],
  ['{"AuditData":"{\\"ClientRequestId\\":\\"{A1}\\"}"}', ['a1']],
  ['{"FolderItems":[{"ClientRequestId":"a1"},{"ClientRequestId" : "b2"}]}', ['a1', 'b2']],
  ['{"ClientRequestId":null}', []],
  ['{"ClientRequestId":""}', []],
  ['{"x":1}', []],
])('request ids of %s', (text, expected) => {
  expect(requestIdsIn(text)).toEqual(expected);
});
