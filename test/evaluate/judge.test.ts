/** The yardstick itself: what counts as found, as a false alarm, as an exact gap. */
import { describe, expect, test } from 'vitest';
import type { AttackLabel, Truth, TruthGap } from '../../analysis/simulator/index.ts';
import { type CaseGap, compareGaps } from './gaps.ts';
import { falseAlarms, hostileRecords, type JudgedFinding, judgeAttack } from './judge.ts';
import { REPLAY_MINUTES, replay } from './replay.ts';

const BEGAN = Date.parse('2026-05-10T00:00:00Z') / 1000;
const ATTACK: AttackLabel = {
  name: 'theft',
  title: 'A theft',
  severity: 'high',
  from: '2026-05-10T00:00:00Z',
  to: '2026-05-10T02:00:00Z',
  mailboxes: ['ana@x'],
  markers: { ips: [], sessions: [], apps: [], users: [] },
  messages: [],
  folders: [],
  recordIds: ['h1', 'h2', 'h3', 'h4'],
  otherRecordIds: ['rule'],
};
const TRUTH: Truth = {
  organization: 'x',
  seed: '1',
  from: '2026-05-01T00:00:00Z',
  to: '2026-05-20T00:00:00Z',
  mailboxes: ['ana@x'],
  attacks: [ATTACK],
  gaps: [],
  harmless: [],
  records: 10,
  mailItemsAccessed: 10,
};
const hostile = hostileRecords(TRUTH);

function finding(severity: JudgedFinding['severity'], ...ids: string[]): JudgedFinding {
  const records = ids.map((id, n) => ({ id, at: BEGAN + n * 600 }));
  return { detection: 'test', severity, title: 't', observed: 'o', mailboxes: ['ana@x'], records };
}

describe('an attack', () => {
  test('has the worst severity of its findings, and the evidence of all of them', () => {
    const findings = [finding('low', 'rule'), finding('high', 'h1', 'h2', 'h3', 'honest')];
    expect(judgeAttack(ATTACK, findings, hostile, TRUTH)).toMatchObject({
      severity: 'high',
      named: 5,
      hostile: 4,
      records: 4,
      recalled: 3,
      minutes: 20,
      early: false,
    });
    expect(falseAlarms(findings, hostile, TRUTH)).toEqual([]);
  });

  test('is not found by a finding that mostly tells of others', () => {
    const wide = finding('critical', 'h1', ...Array.from({ length: 9 }, (_, n) => `honest${n}`));
    expect(judgeAttack(ATTACK, [wide], hostile, TRUTH)).toMatchObject({ severity: null, minutes: null });
    expect(falseAlarms([wide], hostile, TRUTH)).toMatchObject([{ severity: 'critical', records: 10 }]);
  });

  test('in low findings only is nobody’s false alarm, nor are low ones of honest people', () => {
    expect(falseAlarms([finding('low', 'honest'), finding('low', 'h1')], hostile, TRUTH)).toEqual([]);
  });

  test('is replayed to the least step that finds it', async () => {
    const asked: number[] = [];
    const outcome = judgeAttack(ATTACK, [], hostile, TRUTH);
    const minutes = await replay(ATTACK, async (until) => {
      asked.push(until);
      return { ...outcome, severity: until >= (BEGAN + 85 * 60) * 1000 ? 'critical' : 'medium' };
    });
    expect(minutes).toBe(90);
    expect(asked.length).toBeLessThan(REPLAY_MINUTES.length / 2);
    expect(await replay(ATTACK, async () => outcome)).toBeNull();
  });
});

describe('gaps', () => {
  const gap: TruthGap = {
    kind: 'throttled',
    mailbox: 'Ana@x',
    actor: null,
    from: '2026-05-10T00:00:00Z',
    to: '2026-05-11T00:00:00Z',
    hiddenAccesses: 1,
  };
  const found = (change: Partial<CaseGap>): CaseGap => ({
    kind: 'throttled',
    mailbox: 'ana@x',
    actor: null,
    from_s: BEGAN,
    to_s: BEGAN + 86_400,
    ...change,
  });
  const compare = (gaps: CaseGap[], ...truly: TruthGap[]) => {
    const { exact, differences, notSimulated } = compareGaps(
      gaps,
      { ...TRUTH, gaps: truly },
      BEGAN + 900_000,
    );
    return [exact, ...differences.map(({ what }) => what), ...Object.keys(notSimulated)];
  };

  test.each([
    ['the same, within a minute', [found({ from_s: BEGAN + 59 })], [1]],
    ['another time', [found({ to_s: BEGAN + 90_000 })], [0, 'off']],
    ['none', [], [0, 'missing']],
    ['another mailbox', [found({ mailbox: 'lee@x' })], [0, 'missing', 'extra']],
    ['one twice', [found({}), found({ from_s: BEGAN + 500_000 })], [1, 'extra']],
    ['of a kind that cannot be simulated', [found({}), found({ kind: 'retention' })], [1, 'retention']],
    ['silence in it', [found({}), found({ kind: 'silence', from_s: BEGAN + 60 })], [1]],
    ['silence elsewhere', [found({}), found({ kind: 'silence', mailbox: 'lee@x' })], [1, 'extra']],
  ])('%s', (_, gaps, expected) => {
    expect(compare(gaps, gap)).toEqual(expected);
  });

  test('that nobody ended may end nowhere or with the log', () => {
    const open = { ...gap, to: null };
    expect(compare([found({ to_s: null })], open)).toEqual([1]);
    expect(compare([found({ to_s: BEGAN + 900_000 })], open)).toEqual([1]);
    expect(compare([found({})], open)).toEqual([0, 'off']);
  });
});
