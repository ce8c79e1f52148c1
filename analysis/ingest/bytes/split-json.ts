import { rm, stat } from 'node:fs/promises';
import { BlockWriter } from './block-writer.ts';
import { MAX_ROW_BYTES, TOO_LONG } from './csv-record.ts';
import { endOfEnvelope, envelopeAt } from './json-envelope.ts';
import { firstKey, Neighbours } from './json-neighbours.ts';
import { BAD, endOfString, endOfValue, endOfWord, OPEN, skipSpace } from './json-scan.ts';
import { excerptOf } from './row-scan.ts';
import { FileWindow } from './window.ts';

export interface SplitResult {
  /** Elements found, good and rejected. */
  elements: number;
  rejectedCount: number;
  /** JSON lines of `{ordinal, reason, excerpt}` in order, ordinal from 1 among all elements; '' when none was rejected. */
  rejectedFile: string;
}

export interface SplitOptions {
  onProgress?: (bytesRead: number) => void;
  signal?: AbortSignal;
}

const WINDOW = 4 * MAX_ROW_BYTES;
/** Kept in view before the position, so that it can be seen where on its line something stands. */
const BEHIND = 1024;
const BLOCK = 4 * 1024 * 1024;
/** After so many documents that wrap no list, none is looked for any more. */
const DOCUMENTS_TO_LOOK_INTO = 20;
const NO_OBJECT = 'is not an object';
const BROKEN = 'is not well-formed JSON';
const CUT = 'the file ends inside this element';
const NEWLINE = Buffer.from('\n');

/**
 * Cuts any JSON text into lines of one element each: the elements of a list, of the list in an envelope such as
 * `{"value":[…]}`, or documents that follow one another. Elements are passed on as they are, without line breaks.
 * Texts that hold JSON objects are unwrapped. A damaged element becomes one entry of the rejected file, and reading
 * goes on where the next one begins. Line k of the output is the k-th element that is not in the rejected file.
 * @throws the signal's reason when cancelled; an Error when a file cannot be read or written
 */
export async function splitJson(
  path: string,
  outPath: string,
  options: SplitOptions = {},
): Promise<SplitResult> {
  const rejectedFile = `${outPath}.rejected`;
  const window = await FileWindow.open(path, WINDOW);
  let out: BlockWriter | undefined;
  let rejected: BlockWriter | undefined;
  try {
    out = await BlockWriter.open(outPath, BLOCK + MAX_ROW_BYTES);
    rejected = await BlockWriter.open(rejectedFile, BLOCK);
    const splitter = new Splitter(window, out, rejected);
    await splitter.run(options);
    const { elements, rejectedCount } = splitter;
    return { elements, rejectedCount, rejectedFile: rejectedCount > 0 ? rejectedFile : '' };
  } finally {
    await window.close();
    await out?.close();
    await rejected?.close();
    if (rejected !== undefined && (await isUnused(rejectedFile))) await rm(rejectedFile, { force: true });
  }
}

async function isUnused(file: string): Promise<boolean> {
  return (await stat(file)).size === 0;
}

class Splitter {
  elements = 0;
  rejectedCount = 0;
  private pos = 0;
  private readonly neighbours = new Neighbours();
  /** Open lists around the position; each knows how many objects of an envelope are around it. */
  private readonly lists: number[] = [];
  private plainDocuments = 0;
  private behindDamage = false;

  constructor(
    private readonly window: FileWindow,
    private readonly out: BlockWriter,
    private readonly rejects: BlockWriter,
  ) {}

  async run({ onProgress, signal }: SplitOptions): Promise<void> {
    const { window } = this;
    const { buffer } = window;
    await window.slide(0);
    if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) this.pos = 3;
    for (;;) {
      if (!window.eof && window.end - this.pos <= MAX_ROW_BYTES + 2) {
        signal?.throwIfAborted();
        await this.out.flush(BLOCK);
        await this.rejects.flush(BLOCK);
        await this.slide();
        onProgress?.(window.offset + this.pos);
      }
      this.pos = skipSpace(buffer, this.pos, window.end);
      if (this.pos >= window.end) {
        if (window.eof) return;
        continue;
      }
      const damage = this.step(buffer[this.pos] ?? 0);
      if (damage !== null) await this.passDamage(damage);
    }
  }

  private async slide(): Promise<void> {
    const keepFrom = Math.max(0, this.pos - BEHIND);
    await this.window.slide(keepFrom);
    this.pos -= keepFrom;
  }

  private get limit(): number {
    return Math.min(this.window.end, this.pos + MAX_ROW_BYTES);
  }

  /**
   * Takes what begins at the position: a bracket, a comma, or an element.
   * @returns null, or that the element there is damaged: BAD or OPEN
   */
  private step(byte: number): number | null {
    if (byte === 0x7b) {
      const look = this.behindDamage || this.plainDocuments < DOCUMENTS_TO_LOOK_INTO;
      const opened = this.openEnvelope(look);
      this.behindDamage = false;
      return opened ? null : this.object();
    }
    if (byte === 0x22) return this.text();
    if (byte === 0x5b) {
      this.lists.push(0);
      this.pos++;
    } else if (byte === 0x5d) {
      this.pos++;
      this.closeList();
    } else if (byte === 0x2c || byte === 0x7d || byte === 0x3a) {
      // Commas between elements, and brackets too many: they belong to no element.
      this.pos++;
    } else return this.word();
    return null;
  }

  private openEnvelope(look: boolean): boolean {
    if (!look || (this.lists.length > 0 && !this.behindDamage)) return false;
    const envelope = envelopeAt(this.window.buffer, this.pos, this.limit);
    if (envelope === null) return false;
    // Behind damage, the end of the list before may have been passed over.
    this.lists.length = 0;
    this.pos = envelope.first;
    this.lists.push(envelope.objects);
    return true;
  }

  private closeList(): void {
    const { buffer, end } = this.window;
    const objects = this.lists.pop() ?? 0;
    if (objects === 0) return;
    const behind = endOfEnvelope(buffer, this.pos, this.limit, objects);
    const line = buffer.indexOf(0x0a, this.pos);
    this.pos = behind >= 0 ? behind : line >= 0 && line < end ? line : end;
  }

  private object(): number | null {
    const { buffer } = this.window;
    const stop = endOfValue(buffer, this.pos, this.limit);
    if (stop < 0) return this.openEnvelope(true) ? null : stop;
    if (this.endsTooSoon(stop) || this.neighbours.holdsElements(buffer, this.pos, stop)) return BAD;
    if (this.lists.length === 0) this.plainDocuments++;
    this.neighbours.note(buffer, this.pos, stop);
    this.elements++;
    this.write(buffer, this.pos, stop);
    this.pos = stop;
    return null;
  }

  /** A text: the JSON object in it is the element. */
  private text(): number | null {
    const { buffer } = this.window;
    const stop = endOfString(buffer, this.pos, this.limit);
    if (stop < 0) return stop;
    if (!this.isAlone(stop)) return BAD;
    const inner = objectIn(buffer.toString('utf8', this.pos, stop));
    if (inner === null) this.reject(NO_OBJECT, this.excerpt(stop));
    else {
      this.neighbours.noteText();
      this.elements++;
      this.write(inner, 0, inner.length - 1);
    }
    this.pos = stop;
    return null;
  }

  /** A number, true, false, null, or what is no JSON at all. */
  private word(): number | null {
    const stop = endOfWord(this.window.buffer, this.pos);
    if (this.lists.length > 0 && (stop === this.pos || !this.isAlone(stop))) return BAD;
    const rest = this.lists.length > 0 ? stop : this.endOfStrayText(Math.max(stop, this.pos + 1));
    this.reject(NO_OBJECT, this.excerpt(rest));
    this.pos = rest;
    return null;
  }

  /** A bracket too many has ended the object early when a comma, a key and a colon follow it. */
  private endsTooSoon(stop: number): boolean {
    const { buffer, end } = this.window;
    const comma = skipSpace(buffer, stop, end);
    if (buffer[comma] !== 0x2c) return false;
    const next = skipSpace(buffer, comma + 1, end);
    if (buffer[next] !== 0x22) return false;
    const key = endOfString(buffer, next, end);
    if (key < 0 || buffer[skipSpace(buffer, key, end)] !== 0x3a) return false;
    // Unless the next element lacks its bracket.
    const name = buffer.toString('utf8', next + 1, key - 1);
    return name !== firstKey(buffer, this.pos, stop) && !this.neighbours.isFirstKey(name);
  }

  /** True when a value is not one end of something broken: what follows it may follow an element. */
  private isAlone(stop: number): boolean {
    const { buffer, end } = this.window;
    const next = skipSpace(buffer, stop, end);
    const byte = buffer[next];
    if (next >= end || byte === 0x2c || byte === 0x5d) return true;
    return this.lists.length === 0 && byte !== 0x3a && buffer.subarray(stop, next).includes(0x0a);
  }

  /** Rejects the element at the position and goes on where the next one begins. */
  private async passDamage(damage: number): Promise<void> {
    const { window } = this;
    const start = window.offset + this.pos;
    const excerpt = this.excerpt(this.limit);
    let broken = this.pos;
    let from = this.pos + 1;
    let next = -1;
    for (;;) {
      next = this.neighbours.nextElement(window.buffer, from, window.end, broken, MAX_ROW_BYTES);
      if (next >= 0 || window.eof) break;
      this.pos = window.end;
      await this.slide();
      from = this.pos;
      broken = -1;
    }
    this.pos = next >= 0 ? next : window.end;
    this.behindDamage = true;
    const tooLong = damage === OPEN && window.offset + this.pos - start > MAX_ROW_BYTES;
    this.reject(tooLong ? TOO_LONG : damage === OPEN && next < 0 ? CUT : BROKEN, excerpt);
  }

  /** Text outside any list that is no JSON: up to where a line or an object begins. */
  private endOfStrayText(from: number): number {
    const { buffer, end } = this.window;
    let i = from;
    while (i < end && buffer[i] !== 0x0a && buffer[i] !== 0x7b && buffer[i] !== 0x5b) i++;
    return i;
  }

  private excerpt(stop: number): string {
    return excerptOf(this.window.buffer, this.pos, stop);
  }

  private reject(reason: string, excerpt: string): void {
    this.elements++;
    this.rejectedCount++;
    const entry = Buffer.from(`${JSON.stringify({ ordinal: this.elements, reason, excerpt })}\n`);
    this.rejects.add(entry, 0, entry.length);
  }

  /** Writes an element as one line: no line break stands inside its strings, so all of them are layout. */
  private write(buffer: Buffer, start: number, end: number): void {
    const element = buffer.subarray(start, end);
    let from = 0;
    for (let lineEnd = element.indexOf(0x0a); lineEnd >= 0; lineEnd = element.indexOf(0x0a, from)) {
      this.addLine(element, from, lineEnd);
      from = skipSpace(element, lineEnd, element.length);
    }
    this.addLine(element, from, element.length);
    this.out.add(NEWLINE, 0, 1);
  }

  private addLine(element: Buffer, from: number, end: number): void {
    const stop = element[end - 1] === 0x0d ? end - 1 : end;
    const line = element.subarray(from, stop);
    // A carriage return within a line is layout too, but would end the line for some readers.
    if (line.includes(0x0d))
      this.out.add(Buffer.from(line.toString('latin1').replaceAll('\r', ' '), 'latin1'), 0, line.length);
    else this.out.add(element, from, stop);
  }
}

/** The bytes of the JSON object that a JSON text holds, and a 0 behind them; null when it holds none. */
function objectIn(text: string): Buffer | null {
  let inner: unknown;
  try {
    inner = JSON.parse(text);
  } catch {
    return null; // a bad escape: what the text says cannot be known
  }
  if (typeof inner !== 'string') return null;
  const bytes = Buffer.from(`${inner.trim()}\0`);
  const whole = bytes[0] === 0x7b && endOfValue(bytes, 0, bytes.length - 1) === bytes.length - 1;
  return whole ? bytes : null;
}
