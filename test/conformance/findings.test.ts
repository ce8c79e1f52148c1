/**
 * What published rules miss or shout about (peers.md 3b), in one log of an old month: a small company at work, and in
 * it one incident per defect. Addresses are routed ones, for only those have an operator.
 */
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../analysis/report.ts';
import { lines, openDesk } from '../analysis/case/desk.ts';
import { type AuditData, type BindAccess, bind, GRAPH, later, sync } from '../analysis/case/records.ts';
import { defect } from './defects.ts';

const desk = await openDesk();

/** Long before any today: a history that counts back from now has nothing of it. */
const FIRST_DAY = '2023-03-06T00:00:00';
const DAYS = 24;
const HOUR = 3_600;
const HOME = '79.227.10.';
/** A rented machine. */
const FOREIGN = '95.217.30.4';
const BROWSER =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/111.0.0.0 Safari/537.36';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0';
const AZURE_CLI = '04b07795-8ddb-461a-bbee-02f9e1bf7b46';
const GRAPH_CLI = '14d82eec-204b-4c2f-b7e8-296a70dab67e';
const MICROSOFT_OFFICE = 'd3590ed6-52b3-4102-aeff-aad2292ab01c';
const UNKNOWN_APP = '7c1d52be-93a4-4f0e-8a86-0b1de7c3f9a1';
const SERVICE_PRINCIPAL = '2a6f40c9-3b57-4d8e-9c11-5f0d8e6b7a20';

const QUIET = ['quiet1@x', 'quiet2@x', 'quiet3@x'];
const SWEPT = Array.from({ length: 8 }, (_, n) => `swept${n}@x`);
const VICTIMS = ['bulk@x', 'boss@x', 'developer@x', 'borrowed@x', 'copied@x', 'dripped@x', 'office@x'];
const PEOPLE = [...QUIET, ...SWEPT, ...VICTIMS, 'newcomer@x', 'assistant@x'];

const at = (day: number, hour: number, seconds = 0) =>
  later(FIRST_DAY, day * 24 * HOUR + hour * HOUR + seconds);
const session = (n: number) => `5b1e0000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const graph = (app: string) => ({ client: 'Client=REST;;', with: { AppId: GRAPH, ClientAppId: app } });

/** So many reads, that many seconds apart. */
const reading = (count: number, pause: number, access: BindAccess & { at: string }): AuditData[] =>
  Array.from({ length: count }, (_, n) => bind({ ...access, at: later(access.at, n * pause) }));

/** Everybody reads at work, at home, in the browser and through its proxy, every day. */
function everyday(): AuditData[] {
  return Array.from({ length: DAYS }, (_, day) =>
    PEOPLE.flatMap((mailbox, n) =>
      [8, 11, 14, 16].map((hour, visit) =>
        bind({
          mailbox,
          at: at(day, hour, n * 97),
          ip: `${HOME}${20 + n}`,
          session: session(n),
          client: visit % 2 === 0 ? `Client=OWA;${BROWSER};` : 'Client=OWA;Action=ViaProxy',
        }),
      ),
    ),
  ).flat();
}

/** An application in its own right, in two builds: four mailboxes before the tenth minute, four after. */
function sweep(): AuditData[] {
  return SWEPT.map((mailbox, n) =>
    bind({
      mailbox,
      at: at(20, 13, 6 * 60 + n * 65),
      user: SERVICE_PRINCIPAL,
      ip: FOREIGN,
      session: null,
      client: `Client=WebServices;ExchangeWebServices/15.20.${n < 4 ? 6178 : 6179}.030/Collector[AppId=${UNKNOWN_APP}];`,
      messages: [`a${n}@y`, `b${n}@y`, `c${n}@y`],
      with: { AppId: UNKNOWN_APP, ClientAppId: UNKNOWN_APP, UserType: 5, LogonType: 0, UserKey: UNKNOWN_APP },
    }),
  );
}

/** One mailbox read through while everybody is at work: much for it, little for the company. */
const bulk = () =>
  Array.from({ length: 60 }, (_, n) =>
    bind({
      mailbox: 'bulk@x',
      at: at(20, 11, n * 60),
      ip: '95.217.31.9',
      session: session(900),
      client: `Client=OWA;${FIREFOX};`,
      messages: Array.from({ length: 12 }, (_, item) => `bulk${n}.${item}@y`),
    }),
  );

/** The assistant always has; the newcomer, in six folders, never did. */
const delegates = () => [
  ...Array.from({ length: DAYS }, (_, day) =>
    bind({ mailbox: 'boss@x', user: 'assistant@x', at: at(day, 9), ip: `${HOME}38`, session: session(18) }),
  ),
  ...Array.from({ length: 12 }, (_, n) =>
    bind({
      mailbox: 'boss@x',
      user: 'newcomer@x',
      at: at(21, 2, n * 130),
      ip: '95.217.32.7',
      session: session(901),
      client: `Client=OWA;${FIREFOX};`,
      folder: `\\Board\\${n % 6}`,
    }),
  ),
];

/** A developer's everyday tool, and the same tool in a mailbox that never knew it: known to the company, new to her. */
const commandLine = () => [
  ...reading(DAYS, 24 * HOUR, {
    mailbox: 'developer@x',
    at: at(0, 10),
    ip: `${HOME}33`,
    session: session(13),
    ...graph(AZURE_CLI),
  }),
  ...reading(10, 150, {
    mailbox: 'borrowed@x',
    at: at(21, 3),
    ip: '95.217.33.7',
    session: session(902),
    ...graph(AZURE_CLI),
  }),
];

const copied = () =>
  ['Inbox', 'Sent Items', 'Archive', 'Board', 'Clients'].map((folder, n) =>
    sync({ mailbox: 'copied@x', at: at(22, 4, n * 90), ip: '95.217.34.7', session: session(903), folder }),
  );

/** One message every three quarters of an hour, for five days. */
const drip = () =>
  reading(160, 2_700, {
    mailbox: 'dripped@x',
    at: at(18, 0),
    ip: '95.217.35.7',
    session: session(904),
    ...graph(GRAPH_CLI),
  });

/** Microsoft Office over EWS, where it never was, from a rented machine. */
const office = () =>
  reading(10, 140, {
    mailbox: 'office@x',
    at: at(21, 4),
    ip: '95.217.36.7',
    session: session(905),
    client: `Client=WebServices;ExchangeWebServices/15.20.6178.030[AppId=${MICROSOFT_OFFICE}];`,
    with: { AppId: MICROSOFT_OFFICE, ClientAppId: MICROSOFT_OFFICE },
  });

describe('a company in March 2023', async () => {
  const { report } = await desk.analyse(
    lines([
      ...everyday(),
      ...sweep(),
      ...bulk(),
      ...delegates(),
      ...commandLine(),
      ...copied(),
      ...drip(),
      ...office(),
    ]),
  );
  const grave = report.findings.filter(({ severity }) => ['medium', 'high', 'critical'].includes(severity));
  const naming = (mailbox: string) => grave.filter(({ mailboxes }) => mailboxes.includes(mailbox));
  const expectFound = (mailbox: string): Finding[] => {
    const findings = naming(mailbox);
    expect(
      findings.map(({ detection }) => detection),
      `nothing names ${mailbox}`,
    ).not.toEqual([]);
    return findings;
  };

  test(defect(2), () => {
    expect(QUIET.flatMap(naming).map(({ detection, observed }) => [detection, observed])).toEqual([]);
  });

  test(defect(22), () => {
    expectFound('bulk@x');
  });

  test(defect(23), () => {
    const findings = expectFound('boss@x');
    expect(findings.flatMap(({ users }) => users)).toContain('newcomer@x');
    expect(findings.flatMap(({ users }) => users)).not.toContain('assistant@x');
    for (const { firstSeen, lastSeen } of findings) expect(firstSeen <= lastSeen).toBe(true);
  });

  test(defect(24), () => {
    const whole = grave.filter(({ mailboxes }) => SWEPT.every((mailbox) => mailboxes.includes(mailbox)));
    expect(whole.map(({ apps }) => apps)).toContainEqual([UNKNOWN_APP]);
  });

  test(defect(25), () => {
    expect(expectFound('borrowed@x').flatMap(({ apps }) => apps)).toContain(AZURE_CLI);
    expectFound('boss@x');
    expectFound('swept0@x');
    expectFound('copied@x');
  });

  test(defect(26), () => {
    expectFound('dripped@x');
  });

  test(defect(27), () => {
    expectFound('office@x');
  });
});
