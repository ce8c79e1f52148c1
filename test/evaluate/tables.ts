/** Prints what an evaluation found. */
import type { Severity } from '../../analysis/report.ts';
import { rank } from './judge.ts';
import type { Alarm, AttackOutcome, TenantOutcome } from './outcome.ts';

const MAILBOX_DAYS = { medium: 1_000, high: 20_000 };

export function mailboxDays(outcomes: readonly TenantOutcome[]): number {
  return outcomes.reduce((sum, { mailboxes, days }) => sum + mailboxes * days, 0);
}

export function printAll(outcomes: readonly TenantOutcome[], examples: number): void {
  printSimulated(outcomes);
  printAttacks(outcomes);
  printAlarms(outcomes, examples);
  printGaps(outcomes, examples);
  printExposure(outcomes, examples);
  printPeers(outcomes);
}

function printSimulated(outcomes: readonly TenantOutcome[]): void {
  const sum = (of: (outcome: TenantOutcome) => number) => outcomes.reduce((all, one) => all + of(one), 0);
  const seeds = new Set(outcomes.map(({ seed }) => seed)).size;
  const days = [...new Set(outcomes.map((one) => one.days))].join(', ');
  console.log(
    `\nSimulated: ${seeds} seeds, ${outcomes.length} tenants, ${number(sum((one) => one.mailboxes))} mailboxes, ${days} days each, ` +
      `${number(mailboxDays(outcomes))} mailbox-days, ${number(sum((one) => one.records))} records; ` +
      `${sum((one) => one.seconds.simulate).toFixed(0)} s to simulate, ${sum((one) => one.seconds.analyse).toFixed(0)} s to analyse.`,
  );
}

function printAttacks(outcomes: readonly TenantOutcome[]): void {
  const attacks = outcomes.flatMap((outcome) => outcome.attacks);
  const names = [...new Set(attacks.map(({ name }) => name))].sort();
  const replayed = attacks.some((attack) => attack.replayed !== null);
  const rows = names.map((name) => attackRow(attacks.filter((attack) => attack.name === name)));
  console.log('\nAttacks');
  table(
    [
      'attack',
      'found',
      'at label',
      'label',
      'lowest',
      'median',
      replayed ? 'minutes (replayed)' : 'minutes',
      'precision',
      'recall',
      'exposure',
      'named by',
    ],
    rows,
  );
  const early = attacks.filter((attack) => attack.early);
  // Where another attack had blinded the log before, there is nothing to find but the gap.
  const recorded = attacks.filter(({ records }) => records > 0);
  const at = (list: AttackOutcome[]) => `${list.filter(atLabel).length} of ${list.length}`;
  console.log(
    `At their label's severity: ${at(attacks)}; of those that left any record: ${at(recorded)}; ` +
      `of those in the first three days of their log: ${at(early)}.\n` +
      'found: a finding of any severity names a record of it and a quarter or more of its records are attackers’. ' +
      'minutes: median, of log from its first record to the third piece of evidence (the last, if fewer) of the first such finding; ' +
      'replayed: median of the least log after which the analysis gives it at its label’s severity. ' +
      'precision, recall: of the records its findings name, those of attackers; of its records of mail access (others, where it has none), those named. ' +
      'exposure: tenants in which the ledger has every message and folder of it once its addresses are marked.',
  );
}

function atLabel({ severity, label }: AttackOutcome): boolean {
  return severity !== null && rank(severity) >= rank(label);
}

function attackRow(runs: readonly AttackOutcome[]): string[] {
  const found = runs.filter(({ severity }) => severity !== null);
  const severities = found.flatMap(({ severity }) => severity ?? []).sort((a, b) => rank(a) - rank(b));
  const sum = (of: (run: AttackOutcome) => number) => runs.reduce((all, run) => all + of(run), 0);
  const minutes = found.flatMap(({ minutes, replayed }) => replayed ?? minutes ?? []);
  const named = new Map<string, number>();
  for (const detection of runs.flatMap(({ detections }) => detections)) {
    named.set(detection, (named.get(detection) ?? 0) + 1);
  }
  return [
    runs[0]?.name ?? '',
    `${found.length}/${runs.length}`,
    `${runs.filter(atLabel).length}/${runs.length}`,
    runs[0]?.label ?? '',
    severities[0] ?? '-',
    median(severities) ?? '-',
    minutes.length === 0 ? '-' : String(Math.round(median(minutes.sort((a, b) => a - b)) ?? 0)),
    share(
      sum(({ hostile }) => hostile),
      sum(({ named: all }) => all),
    ),
    share(
      sum(({ recalled }) => recalled),
      sum(({ records }) => records),
    ),
    `${runs.filter(({ exposureMissing }) => exposureMissing === 0).length}/${runs.length}`,
    [...named]
      .sort((a, b) => b[1] - a[1])
      .map(([detection, times]) => `${detection} ${times}`)
      .join(', '),
  ];
}

function printAlarms(outcomes: readonly TenantOutcome[], examples: number): void {
  const alarms = outcomes.flatMap((outcome) =>
    outcome.alarms.map((alarm) => ({ ...alarm, where: `${outcome.seed}.${outcome.tenant}` })),
  );
  const days = mailboxDays(outcomes);
  const rate = (least: Severity, per: number) => {
    const count = alarms.filter(({ severity }) => rank(severity) >= rank(least)).length;
    return `${count}, ${((count / days) * per).toFixed(2)} per ${number(per)} mailbox-days`;
  };
  console.log(
    `\nFalse alarms: medium and above ${rate('medium', MAILBOX_DAYS.medium)} (target: at most 1); ` +
      `high and above ${rate('high', MAILBOX_DAYS.high)} (target: at most 1)`,
  );
  const detections = [...new Set(alarms.map(({ detection }) => detection))].sort();
  const of = (detection: string) => alarms.filter((alarm) => alarm.detection === detection);
  const at = (list: Alarm[], severity: Severity) =>
    String(list.filter((one) => one.severity === severity).length);
  if (detections.length === 0) return;
  table(
    ['detection', 'medium', 'high', 'critical'],
    detections.map((detection) => [
      detection,
      at(of(detection), 'medium'),
      at(of(detection), 'high'),
      at(of(detection), 'critical'),
    ]),
  );
  for (const detection of detections) {
    const worst = of(detection).sort((a, b) => rank(b.severity) - rank(a.severity));
    for (const { where, severity, records, example } of worst.slice(0, examples)) {
      console.log(`  ${detection} (seed ${where}, ${severity}, ${records} records): ${example}`);
    }
  }
}

function printGaps(outcomes: readonly TenantOutcome[], examples: number): void {
  const differences = outcomes.flatMap(({ seed, tenant, gaps }) =>
    gaps.differences.map((one) => ({ ...one, text: `seed ${seed}.${tenant}: ${one.text}` })),
  );
  const exact = outcomes.reduce((sum, { gaps }) => sum + gaps.exact, 0);
  const count = (what: string) => differences.filter((one) => one.what === what).length;
  console.log(
    `\nGaps, to the minute: ${exact} exact, ${count('missing')} missing, ${count('off')} off, ${count('extra')} extra`,
  );
  for (const key of new Set(differences.map(({ what, kind }) => `${what} ${kind}`))) {
    const alike = differences.filter(({ what, kind }) => `${what} ${kind}` === key);
    console.log(`  ${key}: ${alike.length}`);
    for (const { text } of alike.slice(0, examples)) console.log(`    ${text}`);
  }
  const others = new Map<string, number>();
  for (const [kind, n] of outcomes.flatMap(({ gaps }) => Object.entries(gaps.notSimulated))) {
    others.set(kind, (others.get(kind) ?? 0) + n);
  }
  if (others.size > 0) {
    console.log(
      `  of kinds that are not simulated: ${[...others].map(([kind, n]) => `${kind} ${n}`).join(', ')}`,
    );
  }
}

function printExposure(outcomes: readonly TenantOutcome[], examples: number): void {
  const exact = outcomes.filter(
    ({ attacks, exposure }) =>
      exposure.extra + exposure.windowsMissing + exposure.windowsExtra === 0 &&
      attacks.every(({ exposureMissing }) => exposureMissing === 0),
  );
  console.log(
    `\nExposure with the truth's addresses marked: exact in ${exact.length} of ${outcomes.length} tenants (messages, folders, windows)`,
  );
  const notes = outcomes.flatMap(({ seed, tenant, exposure }) =>
    exposure.notes.map((text) => `  seed ${seed}.${tenant}: ${text}`),
  );
  for (const text of notes.slice(0, examples * 4)) console.log(text);
  if (notes.length > examples * 4) console.log(`  and ${notes.length - examples * 4} more`);
}

function printPeers(outcomes: readonly TenantOutcome[]): void {
  const played = outcomes.flatMap(({ attacks }) => attacks.map(({ name }) => name));
  const days = mailboxDays(outcomes);
  const rules = outcomes[0]?.peers.map(({ id, source }) => ({ id, source })) ?? [];
  const rows = rules.map(({ id, source }) => {
    const runs = outcomes.flatMap(({ peers }) => peers.filter((peer) => peer.id === id));
    const found = runs.flatMap((run) => run.found);
    const wrong = runs.reduce((sum, { falseAlarms }) => sum + falseAlarms, 0);
    return [id, source, `${found.length}/${played.length}`, perThousand(wrong, days), namesOf(found, played)];
  });
  const any = outcomes.map(({ peers }) => new Set(peers.flatMap(({ found }) => found)).size);
  const ours = outcomes.flatMap(({ attacks }) => attacks.filter(({ severity }) => severity !== null));
  const [anyFound, anyWrong] = [
    any.reduce((sum, n) => sum + n, 0),
    outcomes.reduce(
      (sum, { peers }) => sum + peers.reduce((all, { falseAlarms }) => all + falseAlarms, 0),
      0,
    ),
  ];
  const graver = ours.filter(({ severity }) => severity !== null && rank(severity) >= rank('medium'));
  const alarms = outcomes.reduce((sum, outcome) => sum + outcome.alarms.length, 0);
  rows.push(['', 'all of these together', `${anyFound}/${played.length}`, perThousand(anyWrong, days), '']);
  rows.push([
    '',
    'Mailtrail, medium and above',
    `${graver.length}/${played.length}`,
    perThousand(alarms, days),
    namesOf(
      graver.map(({ name }) => name),
      played,
    ),
  ]);
  console.log('\nPublished rules on the same records');
  table(['rule', 'source', 'found', 'false alarms per 1,000 mailbox-days', 'attacks'], rows);
}

/** 'unknown-app 10/10, …', at most six. */
function namesOf(found: readonly string[], played: readonly string[]): string {
  const count = (names: readonly string[], name: string) => names.filter((one) => one === name).length;
  const each = [...new Set(found)]
    .sort()
    .map((name) => `${name} ${count(found, name)}/${count(played, name)}`);
  return each.length > 6 ? `${each.slice(0, 6).join(', ')} and ${each.length - 6} more` : each.join(', ');
}

function perThousand(count: number, days: number): string {
  return ((count / days) * MAILBOX_DAYS.medium).toFixed(2);
}

function median<T>(sorted: readonly T[]): T | undefined {
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : (part / whole).toFixed(2);
}

function number(value: number): string {
  return value.toLocaleString('en');
}

function table(header: string[], rows: string[][]): void {
  const widths = header.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of [header, ...rows]) {
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
  }
}
