/** The tables `change` and `sign_in`: what records of other operations changed, in the forms Exchange and Entra write. */
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openCase } from '../../../analysis/index.ts';
import type { ChangeReader } from '../../../analysis/ingest/changes/_change.ts';
import { NAME_FIELDS, namesIn } from '../../../analysis/ingest/changes/_names.ts';
import { recordsAccess } from '../../../analysis/ingest/changes/auditing.ts';
import { ingestFile } from '../../../analysis/ingest/index.ts';
import { loadFolder } from '../../../analysis/load-folder.ts';
import { operationKey, RULE_OPERATIONS } from '../../../analysis/reference/operations.ts';
import { Database } from '../../../analysis/store/database.ts';
import { TABLES } from '../../../analysis/store/tables.ts';
import { lines, openDesk } from '../case/desk.ts';
import { bind } from '../case/records.ts';
import { ACCOUNT_CASES } from './accounts.cases.ts';
import { APP, admin, CASES, cmdlet, OBJECT, PRINCIPAL, type Row, signIn } from './changes.cases.ts';

const ALL_CASES = { ...CASES, ...ACCOUNT_CASES };

const desk = await openDesk();

async function tablesOf(
  name: string,
  ...files: string[]
): Promise<{ changes: (Row & { record_id: string })[]; signIns: unknown[] }> {
  const folder = join(desk.folder, name);
  const kase = await openCase({ folder, id: name, name });
  await desk.ingest(kase, ...files);
  await kase.close();
  const db = await Database.open(join(folder, 'case.duckdb'), folder);
  const changes = await db.rows<Row & { record_id: string }>(
    'SELECT c.*, r.record_id FROM change c JOIN record r ON r.record_no = c.record_no ORDER BY r.record_no, c.kind, c.part',
  );
  const signIns = await db.rows(
    'SELECT kind, user_id, app_id, ip, network, session_id, user_agent, succeeded FROM sign_in ORDER BY record_no',
  );
  db.close();
  return { changes, signIns };
}

const readers = await loadFolder(
  new URL('../../../analysis/ingest/changes/', import.meta.url),
  (module) => module.reader as ChangeReader | undefined,
);

test('every operation that is read is one of those whose JSON is kept', () => {
  const kept = new Set(RULE_OPERATIONS.map(({ key }) => key));
  const read = readers.flatMap(({ unit }) => unit.operations.map(operationKey));
  expect(read.length).toBeGreaterThan(50);
  expect(read.filter((key) => !kept.has(key))).toEqual([]);
});

describe('of records of which some fields only are handed over', () => {
  const some = readers.flatMap(({ name, unit }) =>
    unit.operations.flatMap((operation) =>
      unit.fields === undefined
        ? []
        : [{ name, operation, unit, fields: { ...NAME_FIELDS, ...unit.fields } }],
    ),
  );

  test('no other reader reads them', () => {
    expect(some.length).toBeGreaterThan(5);
    for (const { operation } of some) {
      expect(readers.filter(({ unit }) => unit.operations.includes(operation))).toHaveLength(1);
    }
  });

  test.each(some)('$operation: no other field is looked at', ({ operation, unit, fields }) => {
    const looked = new Set<string>();
    const watched = (value: object, path: string): object =>
      new Proxy(value, {
        get(target, key) {
          const found = Reflect.get(target, key);
          looked.add(`${path}${String(key)}`);
          return path === '' && key === 'Item' ? watched(found, 'Item.') : found;
        },
      });
    const data = watched({ Item: { Subject: 'a' }, Messages: [{}], OperationCount: '' }, '');
    const record = {
      ...{ operation: operationKey(operation), at: 1, actor: 'ana@contoso.com' },
      ...{ mailbox: null, appId: null, objectId: 'a/b', data: data as Record<string, unknown> },
    };
    expect(unit.read(record)).toHaveLength(1);
    namesIn(record);
    const told = Object.entries(fields).flatMap(([key, inner]) =>
      inner === 'JSON' ? [key] : [key, ...Object.keys(inner).map((name) => `${key}.${name}`)],
    );
    expect(looked.size).toBeGreaterThan(0);
    expect([...looked].filter((path) => !told.includes(path))).toEqual([]);
  });
});

describe('changes', () => {
  let made: Awaited<ReturnType<typeof tablesOf>>;
  beforeAll(async () => {
    const access = bind({
      user: PRINCIPAL,
      mailbox: 'ana@contoso.com',
      with: { UserType: 5, ClientAppId: APP },
    });
    const records = [
      access,
      signIn('UserLoggedIn', {}),
      signIn('UserLoginFailed', { LogonError: 'InvalidPassword' }),
    ];
    made = await tablesOf(
      'kinds',
      lines([...records, ...Object.values(ALL_CASES).map(({ record }) => record)]),
    );
  }, 60_000);

  test.each(Object.entries(ALL_CASES).map(([name, one]) => ({ name, ...one })))(
    '$name',
    ({ record, rows }) => {
      const found = made.changes.filter(({ record_id }) => record_id === record.Id);
      const sorted = [...rows].sort((a, b) => order(a).localeCompare(order(b)));
      expect(found).toHaveLength(rows.length);
      expect([...found].sort((a, b) => order(a).localeCompare(order(b)))).toMatchObject(sorted);
    },
  );

  test('sign-ins stand in a table of their own as well', () => {
    const common = {
      kind: 'interactive',
      user_id: 'vic@contoso.com',
      app_id: APP,
      ip: '2001:db8:1:2::5',
      session_id: 'd44730a8-bafe-475d-abcd-e87c52a76417',
      user_agent: 'Firefox',
    };
    expect(made.signIns).toMatchObject([
      { ...common, succeeded: true },
      { ...common, succeeded: false },
    ]);
    expect(made.changes.filter(({ kind }) => kind.startsWith('sign-in')).map(({ kind }) => kind)).toEqual([
      'sign-in',
      'sign-in-failed',
    ]);
  });
});

const order = (row: Partial<Row>) =>
  `${row.part ?? ''} ${row.part === undefined || row.part === null ? row.kind : ''}`;

test('a fuller version of a record takes the place of what the poorer one said, and names learnt later still count', async () => {
  const poor = cmdlet('Set-Mailbox', { Identity: OBJECT, ForwardingSmtpAddress: 'a@example.org' });
  const full = { ...poor, ObjectId: OBJECT, ClientAppId: APP, Note: 'x'.repeat(500) };
  const { changes } = await tablesOf(
    'versions',
    lines([poor]),
    lines([full]),
    lines([signIn('UserLoggedIn', {})]),
  );
  expect(changes.filter(({ kind }) => kind === 'forwarding')).toMatchObject([
    { mailbox: 'vic@contoso.com', app_id: APP },
  ]);
});

test('a name that stands for two people stays as it is, and what is no JSON object is passed over', async () => {
  const twice = ['a@contoso.com', 'b@contoso.com'].map((upn) => ({
    ...signIn('UserLoggedIn', {}),
    UserId: upn,
  }));
  const odd = admin('Set-Mailbox', {
    Parameters: 'none',
    ObjectId: '\\\\',
    ModifiedProperties: [null, 1, { Name: 2 }],
  });
  const hostile = cmdlet('Set-Mailbox', {
    Identity: OBJECT,
    ForwardingAddress: `${"'); DROP TABLE change; --".repeat(40)}`,
  });
  const { changes } = await tablesOf('two', lines([...twice, odd, hostile]));
  const [forwarding] = changes.filter(({ kind }) => kind === 'forwarding');
  expect(forwarding?.mailbox).toBe(OBJECT);
  expect(forwarding?.detail.length).toBeLessThanOrEqual(300);
});

test.each([
  ['a number that is none', '"X":NaN'],
  ['minus infinity', '"X":[-Infinity, inf]'],
  ['a comma before the end', '"X":[1,],"Y":{"Z":"Infinity, NaN,]"},'],
])('a record with %s is read as the others are', async (name, odd) => {
  const record = cmdlet('Set-Mailbox', { Identity: OBJECT, ForwardingSmtpAddress: 'box@example.org' });
  const written = `${JSON.stringify(record).slice(0, -1)},${odd}}\n`;
  const { changes } = await tablesOf(name, lines([cmdlet('Get-Mailbox', { Identity: OBJECT })]) + written);
  expect(changes).toMatchObject([{ kind: 'forwarding', grantee: 'box@example.org' }]);
});

test.each([
  ['Update;MoveToDeletedItems', false],
  ['Update, MailItemsAccessed', true],
  ['@{Remove="MailItemsAccessed"}', false],
  ['@{Add="MailItemsAccessed","Send"}', true],
  ['@{Remove="Send"}', null],
  ['-MailItemsAccessed', false],
  ['+Send', null],
  ['System.Collections.Hashtable', null],
  ['', false],
])('of the audited actions %s, access recorded: %s', (list, recorded) => {
  expect(recordsAccess(list)).toBe(recorded);
});

test('a temporary case, which keeps no more JSON than is read, says the same', async () => {
  const records = [signIn('UserLoggedIn', {}), ...Object.values(ALL_CASES).map(({ record }) => record)];
  const path = await desk.file('picked.jsonl', lines([bind(), ...records]));
  const [temporary, kept] = await Promise.all(
    [true, false].map(async (temporary) => {
      const db = await Database.open(':memory:', desk.folder);
      await db.run(TABLES);
      await ingestFile(db, { path, name: 'picked.jsonl', temporary }, desk.folder);
      const rows = await Promise.all(
        ['change', 'sign_in', 'mailbox_name'].map((table) => db.rows(`FROM ${table} ORDER BY ALL`)),
      );
      const { json } = await db.one<{ json: number }>('SELECT count(raw) AS json FROM other_record');
      db.close();
      return { rows, json };
    }),
  );
  expect(kept?.rows[0]?.length).toBeGreaterThan(Object.keys(ALL_CASES).length / 2);
  expect(temporary?.rows).toEqual(kept?.rows);
  expect([temporary?.json, kept?.json]).toEqual([0, records.length]);
});
