/** A mailbox that was renamed is one mailbox: the records of both names carry its MailboxGuid. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Case } from '../../../analysis/index.ts';
import type { Report } from '../../../analysis/report.ts';
import { Database } from '../../../analysis/store/database.ts';
import { lines, openDesk, reportOf, within } from '../case/desk.ts';
import { type AuditData, type BindAccess, bind, sync } from '../case/records.ts';
import { cmdlet } from './changes.cases.ts';

const desk = await openDesk();

const GUID = '3dca6544-c13d-4c55-a2e6-cfd8569c7c35';
const OTHER_GUID = '7b2e1a90-0d3c-4f6e-9c1b-2f4d6a8b0c1e';
const [OLD, NEW] = ['alice@x.com', 'alice.new@x.com'];
const HOSTILE_IP = '203.0.113.9';

const of = (MailboxGuid: string | undefined, mailbox: string, hour: number, access: BindAccess = {}) =>
  bind({ mailbox, at: `2026-05-01T${hour}:00:00`, ...access, with: { MailboxGuid, ...access.with } });
const alice = (hour: number, access?: BindAccess) => of(GUID, OLD, hour, access);
const renamed = (hour: number, access?: BindAccess) => of(GUID, NEW, hour, access);

const EARLY = alice(10, { ip: HOSTILE_IP, messages: ['a@x'] });
const LATE = alice(14, { ip: HOSTILE_IP, messages: ['b@x'] });
const THROTTLED = renamed(12, { throttled: true, messages: ['c@x'] });

const names = ({ contexts }: Report) => [...new Set(contexts.map(({ mailbox }) => mailbox))].sort();

test('the gap of one name holds for what was read under the other', async () => {
  const { kase } = await desk.analyse(lines([EARLY, LATE, THROTTLED]));
  await kase.mark(`ip:${HOSTILE_IP}`, 'hostile', 'a responder');
  const report = await reportOf(kase);
  expect(report.totals.mailboxes).toBe(1);
  expect(report.logTrust.mailboxes).toMatchObject([{ mailbox: OLD, reasons: ['throttled'] }]);
  expect(report.logTrust.gaps).toMatchObject([{ kind: 'throttled', mailbox: OLD }]);
  expect(report.exposure.confirmed.mailboxes).toMatchObject([
    { mailbox: OLD, verdict: 'entire-mailbox', windows: [{ gapId: report.logTrust.gaps[0]?.id }] },
  ]);
  expect(report.logTrust.canConclude.join(' ')).toContain(
    `${NEW} and ${OLD} are one mailbox by its MailboxGuid, here called ${OLD}`,
  );
  // Who read is as the records say it.
  expect(report.contexts.map(({ user, logonType }) => [user, logonType]).sort()).toEqual([
    [NEW, 'owner'],
    [OLD, 'owner'],
  ]);
});

/** What a kept case of these files says, each added to a case that was closed. */
async function told<T>(name: string, files: AuditData[][], ask: (kase: Case) => Promise<T>): Promise<T> {
  const folder = join(desk.folder, name);
  for (const records of files) await within(folder, (kase) => desk.ingest(kase, lines(records)));
  return await within(folder, ask);
}

const ORDERS = [
  [0, 1, 2],
  [1, 2, 0],
  [2, 1, 0],
] as const;

/** Each case has mailboxes of its own, so that all of them are one log. */
interface Who {
  guid: string;
  other: string;
  old: string;
  new: string;
  third: string;
  bo: string;
}

function who(n: number): Who {
  const end = String(n).padStart(2, '0');
  return {
    guid: `${GUID.slice(0, -2)}${end}`,
    other: `${OTHER_GUID.slice(0, -2)}${end}`,
    old: `old${end}@x.com`,
    new: `new${end}@x.com`,
    third: `third${end}@x.com`,
    bo: `bo${end}@x.com`,
  };
}

const APART: Record<string, { records: (w: Who) => AuditData[]; mailboxes: (keyof Who)[] }> = {
  'the name of the latest record, whatever came first': {
    records: (w) => [of(w.guid, w.old, 10), of(w.guid, w.new, 12), of(w.guid, w.third, 11)],
    mailboxes: ['new'],
  },
  'renamed and back': {
    records: (w) => [of(w.guid, w.old, 10), of(w.guid, w.new, 12), of(w.guid, w.old, 14)],
    mailboxes: ['old'],
  },
  'two names at the same moment': {
    records: (w) => [of(w.guid, w.old, 10), of(w.guid, w.new, 10), of(w.guid, w.old, 10)],
    mailboxes: ['new'],
  },
  'a mailbox deleted and made anew': {
    records: (w) => [of(w.guid, w.old, 10), of(w.other, w.old, 12), of(w.guid, w.old, 14)],
    mailboxes: ['old'],
  },
  'the old name given to somebody else': {
    records: (w) => [of(w.guid, w.old, 10), of(w.guid, w.new, 12), of(w.other, w.old, 14)],
    mailboxes: ['new', 'old'],
  },
  'a record without guid joins by its name': {
    records: (w) => [of(w.guid, w.old, 10), of(w.guid, w.new, 14), of(undefined, w.old, 12)],
    mailboxes: ['new'],
  },
  'a record without guid and of another name does not': {
    records: (w) => [of(w.guid, w.old, 10), of(w.guid, w.new, 14), of(undefined, w.bo, 12)],
    mailboxes: ['bo', 'new'],
  },
  'a record without a name is no reason for one': {
    records: (w) => [
      of(w.guid, w.old, 10),
      of(w.guid, w.new, 12),
      of(w.guid, w.new, 14, { user: w.old, with: { MailboxOwnerUPN: undefined } }),
    ],
    mailboxes: ['guid', 'new'],
  },
  'ids of nothing but noughts': {
    records: (w) =>
      [w.old, w.new, w.old].map((upn, n) => of('00000000-0000-0000-0000-000000000000', upn, 10 + n)),
    mailboxes: ['new', 'old'],
  },
  'ids that were blacked out': {
    records: (w) => [w.old, w.new, w.old].map((upn, n) => of('REDACTED', upn, 10 + n)),
    mailboxes: ['new', 'old'],
  },
};

describe('in every order of files', async () => {
  const cases = Object.entries(APART).map(([name, { records, mailboxes }], n) => {
    const own = who(n);
    return { name, own, records: records(own), expected: mailboxes.map((key) => own[key]).sort() };
  });
  const reports: Report[] = [];
  for (const order of ORDERS) {
    const files = order.map((place) => lines(cases.map(({ records }) => records[place] as AuditData)));
    reports.push((await desk.analyse(...files)).report);
  }

  test.each(cases)('$name', ({ own, expected }) => {
    const its = new Set(Object.values(own));
    for (const report of reports) expect(names(report).filter((name) => its.has(name))).toEqual(expected);
  });

  test('contexts have the same ids', () => {
    const ids = reports.map(({ contexts }) => contexts.map(({ id }) => id).sort());
    expect(ids[1]).toEqual(ids[0]);
    expect(ids[2]).toEqual(ids[0]);
    expect(new Set(ids[0]).size).toBe(ids[0]?.length);
  });
});

test('one id under more names than a mailbox is ever given joins nobody: it was made up', async () => {
  const upns = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@x.com`);
  const { report } = await desk.analyse(lines(upns.map((upn) => of(GUID, upn, 10))));
  expect(names(report)).toEqual(upns);
});

test('a fuller version of a record that was renamed, and a folder synced under the old name', async () => {
  const id = '0a0b0000-1a2b-4c3d-8e4f-5a6b7c8d9e0f';
  const report = await told(
    'fuller',
    [
      [
        alice(10, { id, messages: ['a@x'] }),
        sync({ mailbox: OLD, at: '2026-05-01T09:00:00', with: { MailboxGuid: GUID } }),
      ],
      [renamed(12)],
      [alice(10, { id, messages: ['a@x', 'b@x'] })],
      [of(OTHER_GUID, OLD, 8)],
    ],
    reportOf,
  );
  // The name was taken back, by the fuller version as well.
  expect(report.contexts.map(({ mailbox, bind, sync }) => [mailbox, bind, sync]).sort()).toEqual([
    [NEW, 1, 0],
    [OLD, 0, 1],
    [OLD, 2, 0],
  ]);
});

describe('what else names mailboxes', () => {
  const grant = cmdlet('Add-MailboxPermission', {
    Identity: OLD,
    User: 'eve@x.com',
    AccessRights: 'FullAccess',
  });
  const ofHimself = cmdlet('Add-MailboxFolderPermission', { Identity: `${OLD}:\\Inbox`, User: NEW });
  const byAlias = cmdlet('Set-Mailbox', { Identity: 'alice', ForwardingSmtpAddress: 'box@example.org' });

  async function changes(name: string, files: AuditData[][]) {
    await told(name, files, reportOf);
    const folder = join(desk.folder, name);
    const db = await Database.open(join(folder, 'case.duckdb'), folder);
    const rows = await db.rows('SELECT kind, mailbox, grantee FROM change ORDER BY kind, mailbox');
    db.close();
    return rows;
  }

  test('changes', async () => {
    expect(await changes('changes', [[grant, ofHimself, byAlias], [alice(10)], [renamed(12)]])).toEqual([
      { kind: 'folder-permission', mailbox: NEW, grantee: NEW },
      { kind: 'forwarding', mailbox: NEW, grantee: 'box@example.org' },
      { kind: 'mailbox-permission', mailbox: NEW, grantee: 'eve@x.com' },
    ]);
    const apart = [[grant, byAlias], [alice(10)], [renamed(12)], [of(OTHER_GUID, OLD, 8)]];
    expect(await changes('changes apart', apart)).toEqual([
      { kind: 'forwarding', mailbox: OLD, grantee: 'box@example.org' },
      { kind: 'mailbox-permission', mailbox: OLD, grantee: 'eve@x.com' },
    ]);
  });

  test.each([OLD, NEW])('a marker of the user %s means the account by either name', async (user) => {
    const { kase } = await desk.analyse(lines([alice(10), renamed(12), of(OTHER_GUID, 'bo@x.com', 12)]));
    expect(await kase.mark(`user:${user}`, 'hostile', 'a responder')).toMatchObject({
      records: 2,
      mailboxes: 1,
    });
    const { mailboxes } = (await reportOf(kase)).exposure.confirmed;
    expect(mailboxes.filter(({ verdict }) => verdict === 'messages').map(({ mailbox }) => mailbox)).toEqual([
      NEW,
    ]);
  });

  test('asking for the old name shows the mailbox', async () => {
    const kase = await desk.caseOf(lines([alice(10), renamed(12)]));
    const { mailbox, contexts } = await kase.section('contexts', { mailbox: OLD });
    expect({ mailbox, contexts: contexts.total }).toEqual({ mailbox: NEW, contexts: 2 });
    const { exposure } = await kase.section('mailbox-messages', { mailbox: OLD.toUpperCase() });
    expect(exposure).toMatchObject({ mailbox: NEW, messages: 2 });
  });

  test('what was approved for the mailbox before it got another name still is', async () => {
    const set = { caller: '9f3c0000-0000-4000-8000-000000000009', network: '*', mailbox: OLD };
    const approvals = await told('approved', [[alice(10)]], async (kase) => {
      await kase.approveApp(set, 'a responder', 'known');
      await desk.ingest(kase, lines([renamed(12)]));
      const before = await kase.baseline();
      await kase.approveApp(set, 'a responder', 'known still');
      return [before, await kase.baseline()].map(({ approvals }) =>
        approvals.map(({ mailbox, reason }) => [mailbox, reason]),
      );
    });
    expect(approvals).toEqual([[[NEW, 'known']], [[NEW, 'known still']]]);
  });

  test('a grant to the old name, used by the new one', async () => {
    const boss = { Identity: 'boss@x.com', User: OLD, AccessRights: 'FullAccess' };
    const used = bind({ mailbox: 'boss@x.com', user: NEW, at: '2026-06-01T10:00:00' });
    const said = async (...records: AuditData[]) =>
      (
        await desk.analyse(lines([cmdlet('Add-MailboxPermission', boss), alice(10), renamed(12), ...records]))
      ).report.logTrust.cannotConclude.join(' ');
    expect(await said()).toContain(`(boss@x.com to ${OLD})`);
    expect(await said(used)).not.toContain('no reading of mail is on record');
  });

  test('users declared by the old name', async () => {
    const kase = await desk.caseOf(lines([alice(10), renamed(12)]));
    await kase.declareScope({ users: [OLD] });
    expect(await kase.scopeContradictions()).toEqual([]);
  });
});
