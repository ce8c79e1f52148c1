/** The parts of alerts that only calculate: clocks, and which marker settles which finding. */
import { describe, expect, test } from 'vitest';
import { doneUntil, isDue, isQuiet, localTime, timeOfDay, zoneNamed } from '../../bot/alerts/clock.ts';
import { covers } from '../../bot/alerts/draw.ts';
import { finding } from './helpers/alert-room.ts';

const night = { from: '22:00', to: '06:00', zone: 'Europe/Berlin' };

describe('quiet hours', () => {
  test.each([
    ['2026-05-14T19:59:59Z', false],
    ['2026-05-14T20:00:00Z', true],
    ['2026-05-15T03:59:59Z', true],
    ['2026-05-15T04:00:00Z', false],
    // The same clock in winter is an hour later in UTC.
    ['2026-12-14T20:30:00Z', false],
    ['2026-12-14T21:00:00Z', true],
    // The night in which the clocks go back has two times of 02:30.
    ['2026-10-25T00:30:00Z', true],
    ['2026-10-25T01:30:00Z', true],
  ])('over midnight, at %s: %s', (at, quiet) => {
    expect(isQuiet(new Date(at), night)).toBe(quiet);
  });

  test('within a day, and none', () => {
    const noon = { from: '12:00', to: '13:00', zone: 'UTC' };
    expect(isQuiet(new Date('2026-05-14T12:30:00Z'), noon)).toBe(true);
    expect(isQuiet(new Date('2026-05-14T13:00:00Z'), noon)).toBe(false);
    expect(isQuiet(new Date('2026-05-14T12:30:00Z'), null)).toBe(false);
  });
});

test.each([
  ['6', '06:00'],
  ['0630', '06:30'],
  ['23:59', '23:59'],
  ['24', null],
  ['6:60', null],
  ['noon', null],
])('the time of day %s is %s', (typed, read) => {
  expect(timeOfDay(typed)).toBe(read);
});

test('zones by any case, none that do not exist', () => {
  expect(zoneNamed('europe/berlin')).toBe('Europe/Berlin');
  expect(zoneNamed('Mars/Base')).toBeNull();
  expect(zoneNamed('')).toBeNull();
  expect(localTime(new Date('2026-05-14T22:30:00Z'), 'Europe/Berlin')).toEqual({
    day: '2026-05-15',
    time: '00:30',
  });
});

describe('a daily digest', () => {
  const daily = { at: '02:30', zone: 'Europe/Berlin' };

  test('asked for after its time comes the next day, before it the same day', () => {
    expect(doneUntil(new Date('2026-05-14T00:29:00Z'), daily.at, daily.zone)).toBe('2026-05-13');
    expect(doneUntil(new Date('2026-05-14T00:30:00Z'), daily.at, daily.zone)).toBe('2026-05-14');
  });

  test('comes on the day on which its time does not exist, and once where it exists twice', () => {
    expect(isDue(new Date('2026-03-29T00:59:00Z'), { ...daily, lastDay: '2026-03-28' })).toBe(false);
    expect(isDue(new Date('2026-03-29T01:00:00Z'), { ...daily, lastDay: '2026-03-28' })).toBe(true);
    expect(isDue(new Date('2026-10-25T00:30:00Z'), { ...daily, lastDay: '2026-10-24' })).toBe(true);
    expect(isDue(new Date('2026-10-25T01:30:00Z'), { ...daily, lastDay: '2026-10-25' })).toBe(false);
  });
});

describe('a marker settles a finding', () => {
  const one = finding(1, {
    ips: ['203.0.113.9', '203.0.113.10'],
    sessions: ['5b1ec0de'],
    users: ['lee+gu@contoso.com'],
    apps: [],
  });
  test.each([
    ['ip:203.0.113.0/24', true],
    ['ip:203.0.113.9', false],
    ['session:5B1EC0DE', true],
    ['session:5b1ec0de+ip:203.0.113.0/24+from:2026-05-01T00:00:00Z+to:2026-05-02T00:00:00Z', true],
    ['session:5b1ec0de+ip:198.51.100.0/24', false],
    ['user:Lee+gu@contoso.com', true],
    ['ip:203.0.113.0/24+user:lee+gu@contoso.com+from:2026-05-01T00:00:00Z', true],
    ['user:lee@contoso.com', false],
    ['app:9f3c', false],
    ['ip:2001:db8::/32', false],
    ['from:2026-05-01T00:00:00Z', false],
    ['', false],
  ])('%s: %s', (marker, settles) => {
    expect(covers(marker, one)).toBe(settles);
  });
});
