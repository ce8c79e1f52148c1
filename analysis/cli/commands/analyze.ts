import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { type Case, CaseError, type Ingested, MarkerError, openCase, parseMarker } from '../../index.ts';
import { readableSize } from '../../ingest/bytes/readable.ts';
import type { Acquired } from '../../report.ts';
import type { MarkerPreview, SignIn, SignInsGiven } from '../../sections.ts';
import { isoTime, typedTime } from '../../time.ts';
import { count } from '../../words.ts';
import { type CliCommand, parsed, UsageError } from '../command.ts';
import { progressBar, tell } from '../progress-bar.ts';
import { readSignIns } from '../sign-in-file.ts';
import { writeText } from '../text-report.ts';

const usage = `mailtrail analyze FILE... [options]      reads audit-log exports and says what they prove
  --hostile MARKER    what is the attacker's: ip:203.0.113.9, network:203.0.113.0/24, session:…, token:…, app:…,
                      user:…, joined by +, with from:2026-05-14 and to:2026-05-16; may be given several times
  --trusted MARKER    what is known to be harmless
  --json              the whole report as one JSON document
  --case DIR          keep the case in DIR and add to it (else a temporary one is used)
  --sign-ins FILE     sign-ins as Entra or Graph give them (JSON); may be given several times
  --sign-ins-from TIME, --sign-ins-to TIME   the sign-ins of all four kinds are complete for this time:
                      only then is it asked which mail was read without any
  --searched-from TIME, --searched-to TIME, --searched-users a,b, --searched-operations a,b,
  --acquired-at TIME, --acquired-by NAME     what was asked of the log, when and by whom`;

const OPTIONS = {
  hostile: { type: 'string', multiple: true },
  trusted: { type: 'string', multiple: true },
  json: { type: 'boolean' },
  case: { type: 'string' },
  'sign-ins': { type: 'string', multiple: true },
  'sign-ins-from': { type: 'string' },
  'sign-ins-to': { type: 'string' },
  'searched-from': { type: 'string' },
  'searched-to': { type: 'string' },
  'searched-users': { type: 'string' },
  'searched-operations': { type: 'string' },
  'acquired-at': { type: 'string' },
  'acquired-by': { type: 'string' },
} as const;

const SIGN_IN_KINDS = ['interactive', 'non-interactive', 'service-principal', 'managed-identity'] as const;

export const command: CliCommand = { name: 'analyze', usage, run };

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parsed(args, OPTIONS);
  if (positionals.length === 0) throw new UsageError('name at least one file to read.');
  const acquired = acquiredOf(values);
  const signIns = await signInsOf(values);
  // Before the files are read: a slip of the pen need not cost minutes.
  for (const verdict of ['hostile', 'trusted'] as const) {
    for (const marker of values[verdict] ?? []) checkMarker(marker, verdict);
  }
  checkVerdicts(values.hostile ?? [], values.trusted ?? []);
  // A case is not made for a name that was mistyped.
  if (await noneReadable(positionals)) return 2;
  let temporary: string | null = null;
  // Before there is anything to remove: a signal that comes in between would leave it behind.
  const signals = hearSignals(() => {
    if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
  });
  if (values.case === undefined) temporary = mkdtempSync(join(tmpdir(), 'mailtrail-'));
  const folder = temporary ?? resolve(values.case as string);
  try {
    const kase = await opened(folder, temporary, positionals.length === 1);
    try {
      return await analyze(kase, positionals, { ...values, acquired, signIns }, signals);
    } finally {
      await kase.close();
    }
  } finally {
    signals.release();
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
  }
}

/** Says why, where no file can be read at all: in the words it is told by beside others. */
async function noneReadable(paths: string[]): Promise<boolean> {
  const problems: Ingested['problems'] = [];
  for (const path of paths) {
    const size = await readableSize(resolve(path));
    if (typeof size === 'number') return false;
    problems.push({ name: path, member: null, problem: size });
  }
  tellProblems({ usable: 0, problems });
  return true;
}

async function opened(folder: string, temporary: string | null, oneFile: boolean): Promise<Case> {
  const name = temporary === null ? basename(folder) : 'temporary';
  try {
    return await openCase({ folder, id: name, name, temporary: temporary !== null, oneFile });
  } catch (error) {
    throw error instanceof CaseError ? new UsageError(error.message) : error;
  }
}

/** What a shell reports of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

interface Signals {
  /** of the reading and the analysis, which take themselves back */
  stop: AbortSignal;
  /** from now on a signal ends the process: what is left to do takes back nothing */
  endAtOnce(): void;
  release(): void;
}

/** The first Ctrl-C ends the work and lets what is temporary be removed; a second one ends at once. */
function hearSignals(removeTemporary: () => void): Signals {
  const controller = new AbortController();
  let atOnce = false;
  const hear = () => {
    controller.abort();
    if (!atOnce) return;
    removeTemporary();
    tell('mailtrail: interrupted.');
    process.exit(INTERRUPTED);
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.once(name, hear);
  return {
    stop: controller.signal,
    endAtOnce: () => {
      atOnce = true;
    },
    release: () => {
      for (const name of names) process.off(name, hear);
    },
  };
}

interface Wanted {
  hostile?: string[];
  trusted?: string[];
  json?: boolean;
  acquired: Partial<Acquired>;
  signIns: SignInsGiven | null;
}

async function analyze(
  kase: Case,
  paths: string[],
  wanted: Wanted,
  { stop, endAtOnce }: Signals,
): Promise<number> {
  const bar = progressBar(process.stderr);
  const files = paths.map((path) => ({
    path: resolve(path),
    name: basename(path),
    acquired: wanted.acquired,
  }));
  const reading = kase.ingest(files, { onProgress: bar.show, signal: stop }).finally(bar.stop);
  const ingested = await reading.catch((error: unknown) => {
    if (!stop.aborted) throw error;
    tell('mailtrail: interrupted.');
    return null;
  });
  if (ingested === null || stop.aborted) return INTERRUPTED;
  endAtOnce();
  tellProblems(ingested);
  if (wanted.acquired.at !== null) await tellImpossible(kase, files);
  if (ingested.usable === 0) return 2;
  // Also where the report goes into a pipe.
  for (const sentence of await kase.scopeContradictions()) tell(`mailtrail: ${sentence}`);
  if (wanted.signIns !== null) await addSignIns(kase, wanted.signIns);
  for (const verdict of ['hostile', 'trusted'] as const) {
    for (const marker of wanted[verdict] ?? []) await mark(kase, marker, verdict);
  }
  if (wanted.json) await kase.writeReport(process.stdout);
  else await writeText(kase, process.stdout);
  return 0;
}

/** An archive may have ten thousand members that are nothing; whoever reads this wants the first few. */
const MOST_PROBLEMS = 20;

function tellProblems({ usable, problems }: Ingested): void {
  const lines = problems
    .slice(0, MOST_PROBLEMS)
    .map(({ name, member, problem }) => `${member === null ? name : `${name}/${member}`} ${problem}`);
  const left = problems.length - lines.length;
  if (left > 0) lines.push(`and ${left.toLocaleString('en')} more`);
  if (usable > 0) for (const line of lines) tell(`mailtrail: not used: ${line}.`);
  else tell(`mailtrail: nothing usable: ${lines.join('; ')}.`);
}

/** Also where the report goes into a pipe: what somebody typed is not used. */
async function tellImpossible(kase: Case, files: readonly { name: string }[]): Promise<void> {
  const { inputs } = await kase.section('inputs', { limit: 1_000 });
  for (const { name, last, warnings } of inputs.items) {
    if (!warnings.includes('acquired-before-last-record') || !files.some((file) => file.name === name))
      continue;
    tell(
      `mailtrail: ${name} has records up to ${last}: a log cannot have been acquired before its last record was made, so --acquired-at is not used for it.`,
    );
  }
}

async function addSignIns(kase: Case, given: SignInsGiven): Promise<void> {
  const { added, known } = await kase.addSignIns(given);
  const { matched, unmatched, unmatchable } = await kase.section('sign-in-matches', {});
  tell(
    `mailtrail: ${count(added, 'sign-in')} added, ${count(known, 'known one')} left out. Of the records of mail access, ${number(matched)} have theirs, ${number(unmatched)} have none, and of ${number(unmatchable)} it cannot be told.`,
  );
}

const number = (n: number) => n.toLocaleString('en');

/** Read before the export is: a wrong file need not cost minutes. */
async function signInsOf(
  values: ReturnType<typeof parsed<typeof OPTIONS>>['values'],
): Promise<SignInsGiven | null> {
  const paths = values['sign-ins'] ?? [];
  const [from, to] = [
    time('sign-ins-from', values['sign-ins-from']),
    time('sign-ins-to', values['sign-ins-to']),
  ];
  if (paths.length === 0) {
    if (from !== null || to !== null)
      throw new UsageError('--sign-ins-from and --sign-ins-to need --sign-ins FILE.');
    return null;
  }
  if ((from === null) !== (to === null) || (from !== null && to !== null && from > to)) {
    throw new UsageError('--sign-ins-from and --sign-ins-to go together, the earlier one first.');
  }
  const signIns: SignIn[] = [];
  for (const path of paths) {
    const file = await readSignIns(resolve(path));
    signIns.push(...file.signIns);
    if (file.unread > 0)
      tell(
        `mailtrail: ${count(file.unread, 'entry', 'entries')} of ${basename(path)} cannot be read as sign-ins.`,
      );
  }
  const covered = from === null || to === null ? [] : SIGN_IN_KINDS.map((kind) => ({ kind, from, to }));
  return { signIns, covered, by: values['acquired-by'] ?? 'command line' };
}

async function mark(kase: Case, marker: string, verdict: 'hostile' | 'trusted'): Promise<void> {
  try {
    const preview = await kase.mark(marker, verdict, 'command line');
    const against =
      verdict === 'hostile'
        ? `${preview.expectedContexts} of them expected`
        : `${preview.unusualContexts} of them unusual`;
    tell(
      `mailtrail: ${preview.marker} marked ${verdict}: ${count(preview.records, 'record')}, ${count(preview.mailboxes, 'mailbox', 'mailboxes')}, ${count(preview.contexts, 'context')} (${against}).${ended(preview)} ${preview.advice ?? ''}`.trimEnd(),
    );
  } catch (error) {
    throw refusal(error, verdict);
  }
}

/** A kept case may hold the same marker with the other verdict: what that ends is said, or nobody would know. */
function ended({ verdict, setNow, confirmedAlone }: MarkerPreview): string {
  if (setNow === null || setNow === verdict) return '';
  return ` It was marked ${setNow}: that has ended.${wentOut(confirmedAlone)}`;
}

/** '' where other markers confirm the same. */
function wentOut(alone: MarkerPreview['confirmedAlone']): string {
  if (alone === null) return '';
  const { messages, syncs, mailboxes } = alone;
  const what = [
    ...(messages > 0 ? [count(messages, 'message')] : []),
    ...(syncs > 0 ? [count(syncs, 'folder sync')] : []),
  ];
  if (what.length === 0) return '';
  const whole =
    mailboxes > 0 ? `; nothing is confirmed any more of ${count(mailboxes, 'mailbox', 'mailboxes')}` : '';
  return ` Out of the confirmed exposure went what only it confirmed: ${what.join(' and ')}${whole}.`;
}

/** Of two opposite words on one marker the later would win in silence. */
function checkVerdicts(hostile: string[], trusted: string[]): void {
  const meant = new Set(trusted.map((marker) => parseMarker(marker).text));
  const both = hostile.map((marker) => parseMarker(marker).text).find((text) => meant.has(text));
  if (both !== undefined) {
    throw new UsageError(`${both} is given as --hostile and as --trusted: it can be only one of them.`);
  }
}

function checkMarker(marker: string, verdict: 'hostile' | 'trusted'): void {
  try {
    parseMarker(marker);
  } catch (error) {
    throw refusal(error, verdict);
  }
}

function refusal(error: unknown, verdict: 'hostile' | 'trusted'): unknown {
  if (!(error instanceof MarkerError)) return error;
  return new UsageError(`${verdict} marker refused: ${error.message}`);
}

function acquiredOf(values: ReturnType<typeof parsed<typeof OPTIONS>>['values']): Partial<Acquired> {
  const from = time('searched-from', values['searched-from']);
  const to = time('searched-to', values['searched-to']);
  if (from !== null && to !== null && from > to) {
    throw new UsageError('--searched-from is later than --searched-to.');
  }
  const at = time('acquired-at', values['acquired-at']);
  if (at !== null && from !== null && from > at) {
    throw new UsageError(
      '--searched-from is later than --acquired-at: a log cannot be acquired before what was searched.',
    );
  }
  return {
    at,
    by: values['acquired-by'] ?? null,
    from,
    to,
    users: list(values['searched-users']),
    operations: list(values['searched-operations']),
  };
}

function list(text: string | undefined): string[] | null {
  if (text === undefined) return null;
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function time(
  name: 'acquired-at' | 'searched-from' | 'searched-to' | 'sign-ins-from' | 'sign-ins-to',
  text: string | undefined,
): string | null {
  if (text === undefined) return null;
  const seconds = typedTime(text, name.endsWith('-to') ? 'last' : 'first');
  if (seconds !== null) return isoTime(seconds);
  throw new UsageError(
    `--${name} ${text.slice(0, 40)} is not a time such as 2026-05-14 or 2026-05-14T09:30Z.`,
  );
}
