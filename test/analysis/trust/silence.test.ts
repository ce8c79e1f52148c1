/** Gaps that nothing on record explains: a mailbox silent while its owner works, and hours without any record. */
import { describe, expect, test } from 'vitest';
import { lines, openDesk } from '../case/desk.ts';
import { type AuditData, bind } from '../case/records.ts';
import { ANA, at, HOUR, iso, other, set } from './blinding.ts';
import { gapsOf } from './found.ts';

const desk = await openDesk();

/** Mail and other work of a person on given days, days counted from a Monday. */
function work(
  mailbox: string,
  days: number,
  reads: (day: number) => boolean,
  works: (day: number) => boolean,
): AuditData[] {
  return Array.from({ length: days }, (_, day) => day).flatMap((day) => [
    ...(reads(day) ? [bind({ mailbox, at: at(day) }), bind({ mailbox, at: at(day, HOUR) })] : []),
    ...(works(day) ? [other('FileAccessed', day, { UserType: 0, Workload: 'SharePoint' }, mailbox)] : []),
  ]);
}

const weekday = (day: number) => day % 7 < 5;
const within = (from: number, to: number) => (day: number) => day >= from && day <= to;

describe('silence', () => {
  const PEOPLE: Record<
    string,
    {
      reads: (day: number) => boolean;
      works: (day: number) => boolean;
      backup?: boolean;
      /** a machine that goes on while its owner is away */
      computer?: boolean;
      gap?: [string | null, string | null];
    }
  > = {
    'silent@x': {
      reads: (day) => weekday(day) && !within(21, 25)(day),
      works: weekday,
      gap: [iso(18, HOUR), iso(28)],
    },
    'from-then-on@x': {
      reads: (day) => weekday(day) && day < 30,
      works: weekday,
      gap: [iso(29, HOUR), null],
    },
    'late@x': { reads: (day) => weekday(day) && day > 13, works: weekday, gap: [null, iso(14)] },
    'on-leave@x': {
      reads: (day) => weekday(day) && !within(21, 32)(day),
      works: (day) => weekday(day) && !within(21, 32)(day),
    },
    'seldom@x': { reads: (day) => weekday(day) && day % 7 === 1, works: weekday },
    'weekends@x': { reads: weekday, works: () => true },
    'two-days@x': { reads: (day) => weekday(day) && !within(22, 23)(day), works: weekday },
    'backed-up@x': {
      reads: (day) => weekday(day) && !within(21, 25)(day),
      works: weekday,
      backup: true,
      gap: [iso(18, HOUR), iso(28)],
    },
    'four-days@x': { reads: (day) => day < 4, works: weekday },
    'computer-left-on@x': {
      reads: (day) => weekday(day) && !within(21, 25)(day),
      works: (day) => weekday(day) && !within(21, 25)(day),
      computer: true,
    },
    'nowhere-else@x': { reads: (day) => weekday(day) && !within(14, 25)(day), works: () => false },
  };

  test('is told where it is next to impossible at the mailbox’s own rate, and nowhere else', async () => {
    const records = Object.entries(PEOPLE).flatMap(([mailbox, { reads, works, backup, computer }]) => [
      ...work(mailbox, 40, reads, works),
      ...(backup
        ? Array.from({ length: 40 }, (_, day) => bind({ mailbox, user: 'backup-app', at: at(day, 9 * HOUR) }))
        : []),
      ...(computer
        ? Array.from({ length: 40 }, (_, day) =>
            other('FileSyncDownloadedFull', day, { UserType: 0, Workload: 'OneDrive' }, mailbox),
          )
        : []),
    ]);
    const { gaps } = await gapsOf(desk.folder, lines(records));
    const told = gaps.map(({ kind, certainty, mailbox, from, to }) => ({
      kind,
      certainty,
      mailbox,
      from,
      to,
    }));
    const expected = Object.entries(PEOPLE).flatMap(([mailbox, { gap }]) =>
      gap === undefined
        ? []
        : [{ kind: 'silence', certainty: 'suspected', mailbox, from: gap[0], to: gap[1] }],
    );
    const sort = (list: { mailbox: string | null }[]) =>
      [...list].sort((a, b) => String(a.mailbox).localeCompare(String(b.mailbox)));
    expect(sort(told)).toEqual(sort(expected));
    const silent = gaps.find(({ mailbox }) => mailbox === 'silent@x');
    expect(silent?.statement).toContain('active elsewhere on 5 working days');
    expect(silent?.statement).toContain('on 25 of 25');
    expect(silent?.recordIds).toHaveLength(2);
  });

  test('is no news where a setting accounts for it', async () => {
    const silent = work(ANA, 40, (day) => weekday(day) && day < 21, weekday);
    const { gaps } = await gapsOf(
      desk.folder,
      lines([
        ...silent,
        ...work('lee@x', 40, weekday, weekday),
        set({ ana: ANA }, 19, { AuditOwner: 'Update' }),
      ]),
    );
    expect(gaps.map(({ kind }) => kind)).toEqual(['audit-actions-removed']);
  });
});

describe('outages', () => {
  /** Five records an hour for four weeks, by day or around the clock. */
  const busy = (dark: (hour: number) => boolean, { days = 28, anHour = 5 } = {}) =>
    Array.from({ length: days * 24 }, (_, hour) => hour).flatMap((hour) =>
      dark(hour)
        ? []
        : Array.from({ length: anHour }, (_, n) => bind({ mailbox: `m${n}@x`, at: at(0, hour * HOUR + n) })),
    );

  test('hours without any record that every other week fills', async () => {
    const { gaps, coverage } = await gapsOf(desk.folder, lines(busy((hour) => hour >= 300 && hour < 312)));
    expect(gaps).toMatchObject([
      {
        kind: 'collection-outage',
        certainty: 'suspected',
        mailbox: null,
        from: iso(0, 299 * HOUR + 4),
        to: iso(0, 312 * HOUR),
      },
    ]);
    expect(coverage[0]?.coveredShare).toBeLessThan(1);
  });

  const dark = (hour: number) => hour >= 300 && hour < 312;
  test.each([
    ['a tenant of which such hours hold next to nothing', busy(dark, { anHour: 1 })],
    ['a log with one other week to compare them with', busy(dark, { days: 14 })],
    ['hours that are silent in one of the other weeks too', busy((hour) => dark(hour) || dark(hour - 336))],
  ])('are not told in %s', async (_, records) => {
    expect((await gapsOf(desk.folder, lines(records))).gaps).toEqual([]);
  });

  const NIGHTLY = '9d0c0000-0000-4000-8000-00000000a991';
  test.each([
    ['introduced in the second week', (day: number) => day >= 10],
    ['gone in the third week', (day: number) => day < 17],
  ])('nights before and after an application that reads around the clock are none: %s', async (_, there) => {
    const reads = (hour: number, n: number) =>
      bind({
        mailbox: `m${n}@x`,
        at: at(0, hour * HOUR + n),
        user: NIGHTLY,
        client: 'Client=REST;;',
        session: null,
        with: { UserType: 5, ClientAppId: NIGHTLY, AppId: NIGHTLY },
      });
    const nights = Array.from({ length: 28 * 24 }, (_none, hour) => hour)
      .filter((hour) => hour % 24 > 9 && there(Math.floor(hour / 24)))
      .flatMap((hour) => Array.from({ length: 5 }, (_none, n) => reads(hour, n)));
    const { gaps } = await gapsOf(desk.folder, lines([...busy((hour) => hour % 24 > 9), ...nights]));
    expect(gaps).toEqual([]);
  });

  test('nights and weekends are none', async () => {
    const { gaps } = await gapsOf(
      desk.folder,
      lines(busy((hour) => hour % 24 > 9 || !weekday(Math.floor(hour / 24)))),
    );
    expect(gaps).toEqual([]);
  });
});

describe('days without mail access of anybody', () => {
  const office = (reads: (day: number) => boolean, { people = 10, days = 21 } = {}) =>
    Array.from({ length: people }, (_, n) =>
      work(`m${n}@x`, days, (day) => weekday(day) && reads(day), weekday),
    ).flat();
  const closed = within(8, 10);
  const open = (day: number) => !closed(day);

  test('while other work goes on, and for longer than a week', async () => {
    const { gaps, coverage } = await gapsOf(desk.folder, lines(office(open)));
    expect(gaps).toMatchObject([
      { kind: 'collection-outage', certainty: 'suspected', mailbox: null, from: iso(7, HOUR), to: iso(11) },
    ]);
    expect(gaps[0]?.statement).toContain('on 3 whole days, though on other such days up to 10 mailboxes');
    expect(coverage[0]?.coveredShare).toBeLessThan(1);
    const long = await gapsOf(desk.folder, lines(office((day) => day < 4 || day > 13, { days: 28 })));
    expect(long.gaps).toMatchObject([{ kind: 'collection-outage', from: iso(3, HOUR), to: iso(14) }]);
  });

  const declared = { from: iso(0), users: null, operations: null, by: null };
  test('after the last record, where the search went on and nobody was asked for alone', async () => {
    const acquired = { ...declared, to: iso(20), at: iso(25) };
    const records = lines(office((day) => day < 14));
    const outages = async (users: string[] | null) =>
      (await gapsOf(desk.folder, records, { ...acquired, users })).gaps.filter(
        ({ kind }) => kind === 'collection-outage',
      );
    expect(await outages(null)).toMatchObject([{ from: iso(11, HOUR), to: iso(20) }]);
    expect(await outages(['m0@x'])).toEqual([]);
  });

  test.each([
    ['a small office is closed for three days', office(open, { people: 4 })],
    ['weekends are free', office(() => true)],
    [
      'the log is too short to know',
      office(within(0, 9), { days: 12 }).concat(office(within(11, 11), { days: 12 })),
    ],
    ['other working days are as empty', office((day) => open(day) && day !== 2 && day !== 16)],
  ])('are not told where %s', async (_, records) => {
    const { gaps } = await gapsOf(desk.folder, lines(records));
    expect(gaps.filter(({ kind }) => kind === 'collection-outage')).toEqual([]);
  });
});
