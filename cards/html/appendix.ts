/** The evidence behind the report, page by page, each list bounded; the evidence export holds all of it. */
import { warningWords } from '../../analysis/input-warnings.ts';
import type { Finding, Gap, NextStep, ReportInput } from '../../analysis/report.ts';
import type {
  ExposureScope,
  FindingFile,
  MailboxExposure,
  Page,
  Pull,
  SectionName,
  Sections,
} from '../../analysis/sections.ts';
import { EXPOSURE_WORDS, FORMAT_WORDS, gapLabel, gapSpan, SCOPE_WORDS } from '../_shared/vocabulary.ts';
import { bytes, count, few, plural, sentence, span, time } from '../_shared/words.ts';
import type { ManagerInput } from '../manager-summary/facts.ts';
import { fill } from './templates.ts';

export type ReadSection = <N extends SectionName>(
  name: N,
  query: Sections[N]['query'],
) => Promise<Sections[N]['result']>;

const PAGE = 50;
/** Of each list: what a person may still read on paper. */
const MOST = 200;
const MOST_IDS = 20;

export async function* appendix(input: ManagerInput, read: ReadSection): AsyncGenerator<string> {
  yield fill('appendix', {
    about: `What this rests on. Lists end after ${count(MOST)} entries, the record ids and row numbers of a finding sooner; the evidence export (write: export evidence) holds all of them, with a manifest of digests.`,
  });
  yield* statements(await read('gaps', { limit: 1 }));
  yield* findings(read);
  for (const scope of ['confirmed', 'suspected'] as const) yield* exposure(scope, read);
  yield* table(
    'Gaps in the log',
    GAP_COLUMNS,
    (offset) => read('gaps', at(offset)).then(({ gaps }) => gaps),
    gapRow,
  );
  yield* steps(input, read);
  yield* table(
    'Files read',
    ['File', 'Shape', 'Rows', 'Period', 'SHA-256'],
    (offset) => read('inputs', at(offset)).then(({ inputs }) => inputs),
    inputRow,
  );
  yield* pulled(read);
}

const at = (offset: number) => ({ offset, limit: PAGE });

/** Pages of a list until it ends or is long enough. @returns how many were left out */
async function* pages<T>(page: (offset: number) => Promise<Page<T>>): AsyncGenerator<T[], number> {
  for (let offset = 0; ; ) {
    const { items, total } = await page(offset);
    const kept = items.slice(0, MOST - offset);
    if (kept.length > 0) yield kept;
    offset += kept.length;
    // A page without items ends it, too: the list may have become shorter meanwhile.
    if (kept.length === 0 || offset >= total || offset >= MOST) return Math.max(0, total - offset);
  }
}

async function* section<T>(
  title: string,
  columns: string[],
  page: (offset: number) => Promise<Page<T>>,
  draw: (items: T[]) => Promise<string> | string,
): AsyncGenerator<string> {
  const list = pages(page);
  const first = await list.next();
  const isEmpty = first.done === true;
  yield fill('open', { title, columns: isEmpty ? [] : columns, note: isEmpty ? 'None.' : '' });
  let next = first;
  while (next.done !== true) {
    yield await draw(next.value);
    next = await list.next();
  }
  const left = next.value === 0 ? '' : `And ${count(next.value)} more: the evidence export holds them.`;
  yield fill('close', { table: !isEmpty && columns.length > 0, left });
}

function table<T>(
  title: string,
  columns: string[],
  page: (offset: number) => Promise<Page<T>>,
  row: (item: T) => string[],
): AsyncGenerator<string> {
  return section(title, columns, page, (items) =>
    fill('rows', { rows: items.map((item) => cells(columns, row(item))) }),
  );
}

/** Each cell with the title of its column: on a phone it stands beside it. */
function cells(columns: string[], row: string[]): { label: string; words: string }[] {
  return row.map((words, i) => ({ label: columns[i] ?? '', words }));
}

function* statements({ canConclude, cannotConclude }: Sections['gaps']['result']): Generator<string> {
  for (const [title, sentences] of [
    ['What can be concluded', canConclude],
    ['What cannot be concluded', cannotConclude],
  ] as const) {
    yield fill('open', { title, columns: [], note: sentences.length === 0 ? 'Nothing.' : '' });
    if (sentences.length > 0) {
      yield fill('items', {
        items: sentences.slice(0, MOST).map((words) => ({ strong: '', words: sentence(words) })),
      });
    }
    yield fill('close', { table: false, left: '' });
  }
}

function findings(read: ReadSection): AsyncGenerator<string> {
  return section(
    'Findings',
    [],
    (offset) => read('findings', at(offset)).then((found) => found.findings),
    async (items) => {
      const drawn = [];
      for (const finding of items) {
        drawn.push(findingData(finding, await read('finding', { id: finding.id })));
      }
      return fill('findings', { findings: drawn });
    },
  );
}

function findingData(finding: Finding, { records, files }: Sections['finding']['result']) {
  const { severity, title, confidence, firstSeen, lastSeen, messages, mailboxes } = finding;
  const ids = finding.recordIds.slice(0, MOST_IDS);
  const more = records - ids.length;
  return {
    severity: severity.toUpperCase(),
    title,
    about: `${span(firstSeen, lastSeen)} · ${plural(messages, 'message')} · confidence ${confidence} · finding ${finding.id}`,
    facts: [
      { term: 'What happened', words: sentence(finding.observed) },
      { term: 'What is usual', words: sentence(finding.expected) },
      { term: 'Why it is unusual', words: sentence(finding.explanation) },
      { term: 'What else it could be', words: sentence(finding.falsePositives) },
      { term: 'Mailboxes', words: few(mailboxes, 10) || 'none named' },
    ],
    evidence: `${plural(records, 'record')}: ${ids.join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`,
    files: files.map(fileWords),
  };
}

/** So that every record can be followed into the file: its name, its digest, the row. */
function fileWords({ input, member, sha256, records, rows }: FindingFile): string {
  const file = member === null ? input : `${input} / ${member}`;
  const more = records - rows.length;
  return `in ${file} (SHA-256 ${sha256}), ${rows.length === 1 ? 'row' : 'rows'} ${rows.map(count).join(', ')}${more > 0 ? ` and ${count(more)} more` : ''}`;
}

function exposure(scope: Exclude<ExposureScope, 'recorded'>, read: ReadSection): AsyncGenerator<string> {
  const { title, meaning, notReached } = SCOPE_WORDS[scope];
  return table(
    `${title} exposure by mailbox: ${meaning}`,
    ['Mailbox', 'What is presumed', 'Messages', 'Folders', 'Windows', 'Period'],
    (offset) => read('messages', { ...at(offset), scope }).then(({ mailboxes }) => mailboxes),
    (one) => mailboxRow(one, notReached),
  );
}

function mailboxRow(one: MailboxExposure, notReached: string): string[] {
  const seen = one.firstAccess === null ? 'none on record' : span(one.firstAccess, one.lastAccess);
  return [
    one.mailbox,
    one.verdict === null || one.verdict === 'no-evidence' ? notReached : EXPOSURE_WORDS[one.verdict],
    count(one.messages),
    count(one.folders),
    count(one.windows),
    seen,
  ];
}

const GAP_COLUMNS = ['Kind', 'Mailbox or account', 'Period', 'What it means'];

function gapRow(gap: Gap): string[] {
  return [gapLabel(gap), gap.mailbox ?? gap.actor ?? 'all', gapSpan(gap), sentence(gap.statement)];
}

function steps({ work }: ManagerInput, read: ReadSection): AsyncGenerator<string> {
  return table(
    'Next steps',
    ['Step', 'Why', 'Source', 'Done'],
    (offset) => read('next-steps', at(offset)).then((found) => found.steps),
    ({ id, title, why, source }: NextStep) => {
      const done = Object.hasOwn(work.ticks, id) ? work.ticks[id] : undefined;
      return [title, sentence(why), source, done ? `${done.by.name}, ${time(done.at)}` : 'open'];
    },
  );
}

function inputRow(input: ReportInput): string[] {
  const { name, member, rows, records, duplicates, rejected, warnings } = input;
  const file = member === null ? name : `${name} / ${member}`;
  const counted = `${count(rows)}: ${count(records)} records, ${count(duplicates)} seen before, ${count(rejected)} unreadable`;
  return [
    [`${file}, ${bytes(input.bytes)}.`, ...warnings.map(warningWords)].join(' '),
    FORMAT_WORDS[input.format] ?? input.format,
    counted,
    input.first === null ? 'none' : span(input.first, input.last),
    input.sha256,
  ];
}

/** How the tenant was asked, where it was: an export needs no such words. */
async function* pulled(read: ReadSection): AsyncGenerator<string> {
  const { pulls, ownReads } = await read('pulls', { limit: 1 });
  if (pulls.total > 0) {
    yield* table(
      'How the tenant was asked',
      ['What', 'Period', 'Read twice and united', 'Not obtained'],
      (offset) => read('pulls', at(offset)).then((found) => found.pulls),
      pullRow,
    );
  }
  if (ownReads.length > 0) {
    yield fill('open', { title: "Mailtrail's own reads", columns: [], note: '' });
    const items = ownReads.map(({ appId, from, to, records, foreign }) => ({
      strong: '',
      words: `Application ${appId}, ${span(from, to)}: ${plural(records, 'record')} of its own, kept out of findings. ${foreign === 0 ? 'No other record is of that application.' : `${plural(foreign, 'record')} of that application ${foreign === 1 ? 'is' : 'are'} not of its reads.`}`,
    }));
    yield fill('items', { items: items.slice(0, MOST) });
    yield fill('close', { table: false, left: '' });
  }
}

function pullRow(pull: Pull): string[] {
  const { passes, distinct, onlyFirst, onlySecond, differing, missing } = pull;
  const pages = passes.reduce((sum, pass) => sum + pass.pages, 0);
  const twice = `${plural(distinct, 'record')} from ${plural(pages, 'page')} in ${plural(passes.length, 'reading')}; ${count(onlyFirst + onlySecond)} in one reading alone, ${count(differing)} that differed`;
  const left = missing.map(({ from, to, why }) => `${span(from, to)}: ${why}`);
  return [
    `${pull.what}${pull.by === null ? '' : `, by ${pull.by}`}`,
    pull.from === null ? 'not given' : span(pull.from, pull.to),
    twice,
    left.length === 0 ? 'nothing' : few(left, 5),
  ];
}
