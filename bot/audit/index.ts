/**
 * Who did what on which case, allowed and refused: one JSON line each, only ever appended, on the disk before the
 * deed. Each line carries the hash of the line before, so that a line changed or taken out shows.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Person } from '../../cards/index.ts';
import type { Scope } from '../turn.ts';

/** 'noted' = by the trail itself */
export type AuditOutcome = 'allowed' | 'refused' | 'failed' | 'noted';

export interface AuditDeed {
  /** null = Mailtrail itself */
  by: Person | null;
  /** 'command mark', 'button confirm-mark', … */
  what: string;
  /** what was typed or carried with it, cut short; null when nothing was */
  words: string | null;
  caseId: string | null;
  where: { scope: Scope; conversationId: string; tenantId: string | null } | null;
  outcome: AuditOutcome;
  /** why it was refused or failed */
  why: string | null;
}

export interface AuditEntry extends AuditDeed {
  seq: number;
  /** ISO time, UTC */
  at: string;
  /** SHA-256 of the line before, in hex; 64 zeros in the first */
  prev: string;
}

export interface AuditQuery {
  /** null = of every case and of none */
  caseId: string | null;
  offset: number;
  limit: number;
}

export interface AuditPage {
  items: AuditEntry[];
  total: number;
  offset: number;
}

export interface AuditTrail {
  /** Resolves when it is on the disk. @throws Error when it cannot be written: then nothing may be done */
  append(deed: AuditDeed): Promise<void>;
  /** The newest first. */
  entries(query: AuditQuery): Promise<AuditPage>;
  check(): Promise<TrailCheck>;
  /** The lines of one case, byte for byte, for the evidence pack. */
  auditTrailFile(caseId: string): Promise<{ name: string; content: string }>;
  close(): Promise<void>;
}

export interface TrailCheck {
  lines: number;
  /** SHA-256 of the last line: written down elsewhere, it shows lines taken off the end */
  head: string;
  /** what does not fit, one sentence each; empty when every line follows from the one before */
  broken: string[];
  /** lines cut short by a crash, each noted by the line after it */
  torn: number;
}

const FIRST = '0'.repeat(64);
const LONGEST_WORDS = 500;
const FILE = 'audit.jsonl';

const person = z.object({ objectId: z.string(), name: z.string() });
const entry = z.object({
  seq: z.number().int(),
  at: z.string(),
  by: person.nullable(),
  what: z.string(),
  words: z.string().nullable(),
  caseId: z.string().nullable(),
  where: z
    .object({
      scope: z.enum(['personal', 'groupChat', 'channel']),
      conversationId: z.string(),
      tenantId: z.string().nullable(),
    })
    .nullable(),
  outcome: z.enum(['allowed', 'refused', 'failed', 'noted']),
  why: z.string().nullable(),
  prev: z.string(),
}) satisfies z.ZodType<AuditEntry>;

/** Opens the trail of a data folder, whose lock the store holds. A torn last line is kept and noted. */
export async function openAuditTrail(
  dataFolder: string,
  now: () => Date = () => new Date(),
): Promise<AuditTrail> {
  const path = join(dataFolder, FILE);
  const file = await open(path, 'a+', 0o600);
  let { seq, head } = await lastOf(path);
  let last: Promise<unknown> = Promise.resolve();
  let torn = !(await endsWhole(file));

  async function write(deed: AuditDeed): Promise<void> {
    const words = deed.words === null ? null : deed.words.slice(0, LONGEST_WORDS);
    const at = now().toISOString();
    const line = JSON.stringify({ seq: seq + 1, at, ...deed, words, prev: head } satisfies AuditEntry);
    // Until it is on the disk whole, it may be half a line.
    torn = true;
    await file.appendFile(`${line}\n`);
    await file.sync();
    torn = false;
    seq += 1;
    head = hashOf(Buffer.from(line));
  }

  async function mend(): Promise<void> {
    if (!(await endsWhole(file))) await file.appendFile('\n');
    ({ seq, head } = await lastOf(path));
    await write(TORN);
  }

  /** One after the other: readers never see half a line. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const working = last.then(work);
    last = working.catch(() => undefined);
    return working;
  }

  if (torn) await mend();
  return {
    append: (deed) =>
      inTurn(async () => {
        if (torn) await mend();
        await write(deed);
      }),
    entries: (query) => inTurn(() => readEntries(path, query)),
    check: () => inTurn(() => checkTrail(path)),
    auditTrailFile: (caseId) =>
      inTurn(async () => {
        const own: string[] = [];
        for await (const line of linesOf(path)) {
          if (entryOf(line)?.caseId === caseId) own.push(line.toString());
        }
        own.push(JSON.stringify({ caseId, lines: own.length, wholeTrail: await checkTrail(path) }));
        return { name: 'audit-trail.jsonl', content: `${own.join('\n')}\n` };
      }),
    close: () => inTurn(() => file.close()),
  };
}

async function readEntries(path: string, { caseId, offset, limit }: AuditQuery): Promise<AuditPage> {
  const newest: AuditEntry[] = [];
  let total = 0;
  for await (const line of linesOf(path)) {
    const parsed = entryOf(line);
    if (parsed === null || (caseId !== null && parsed.caseId !== caseId)) continue;
    total += 1;
    newest.push(parsed);
    if (newest.length > offset + limit) newest.shift();
  }
  return { items: newest.reverse().slice(offset, offset + limit), total, offset };
}

const TORN: AuditDeed = {
  by: null,
  what: 'trail',
  words: null,
  caseId: null,
  where: null,
  outcome: 'noted',
  why: 'The line before was cut short when Mailtrail or its machine stopped. It was kept as it is.',
};

/** Follows the trail from its first line. */
export async function checkTrail(path: string): Promise<TrailCheck> {
  const broken: string[] = [];
  let [lines, seq, head, torn] = [0, 0, FIRST, 0];
  /** number of the line that could not be read, until the next one notes it */
  let unread: number | null = null;
  for await (const line of linesOf(path)) {
    lines += 1;
    const parsed = entryOf(line);
    if (parsed !== null) {
      const noted = parsed.what === TORN.what && parsed.why === TORN.why;
      if (unread !== null && !noted) broken.push(`Line ${unread} is not an entry of the trail.`);
      if (unread !== null && noted) torn += 1;
      if (parsed.prev !== head) broken.push(`Line ${lines} does not follow from the line before.`);
      if (parsed.seq !== seq + 1) broken.push(`Line ${lines} is number ${parsed.seq}, not ${seq + 1}.`);
      seq = parsed.seq;
      unread = null;
    } else {
      if (unread !== null) broken.push(`Line ${unread} is not an entry of the trail.`);
      unread = lines;
    }
    head = hashOf(line);
  }
  if (unread !== null) broken.push(`Line ${unread} is not an entry of the trail.`);
  return { lines, head, broken, torn };
}

async function lastOf(path: string): Promise<{ seq: number; head: string }> {
  let [seq, head] = [0, FIRST];
  for await (const line of linesOf(path)) {
    seq = entryOf(line)?.seq ?? seq;
    head = hashOf(line);
  }
  return { seq, head };
}

function entryOf(line: Buffer): AuditEntry | null {
  try {
    return entry.safeParse(JSON.parse(line.toString())).data ?? null;
  } catch {
    return null;
  }
}

async function endsWhole(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return true;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

/** Split at line feeds and nowhere else: names may hold other line ends. */
async function* linesOf(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      yield Buffer.concat([...rest, chunk.subarray(from, end)]);
      rest = [];
      from = end + 1;
    }
    rest.push(chunk.subarray(from));
  }
  const last = Buffer.concat(rest);
  if (last.length > 0) yield last;
}

function hashOf(line: Buffer): string {
  return createHash('sha256').update(line).digest('hex');
}
