/** What the passes over a window gave, united: each version of each record once in a file, and how they agreed. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Counted } from './state.ts';

export type PassNumber = 0 | 1;

interface Seen {
  hash: string;
  /** 1 = in the first pass, 2 = in the second */
  passes: number;
  differs: boolean;
}

export interface Page {
  query: string;
  requestId: string | null;
  /** the next page was named; false after the last */
  more: boolean;
}

export class Union {
  private readonly seen = new Map<string, Seen>();
  private readonly passes: Counted['passes'] = [
    { pages: 0, records: 0 },
    { pages: 0, records: 0 },
  ];
  private duplicates = 0;

  private constructor(
    private readonly path: string,
    private readonly raw: FileHandle,
    private readonly log: FileHandle,
    private readonly idOf: (item: unknown) => string | null,
  ) {}

  /**
   * Begins anew: what an earlier try left is overwritten.
   * @param path where the records are to be; a log of the pages, `.pages`, is written beside it
   * @param idOf the id of a record; null where it has none, which makes its content its id
   */
  static async begin(path: string, idOf: (item: unknown) => string | null): Promise<Union> {
    const raw = await open(`${path}.raw`, 'w');
    try {
      return new Union(path, raw, await open(`${path}.pages`, 'w'), idOf);
    } catch (error) {
      await raw.close();
      throw error;
    }
  }

  async add(pass: PassNumber, items: readonly unknown[], page: Page): Promise<void> {
    const texts = items.map((item) => JSON.stringify(item));
    const fresh = texts.filter((text, i) => this.note(pass, this.idOf(items[i]), text));
    this.passes[pass].pages += 1;
    this.passes[pass].records += items.length;
    if (fresh.length > 0) await this.raw.appendFile(`${fresh.join('\n')}\n`);
    const entry = {
      pass: pass + 1,
      page: this.passes[pass].pages,
      records: items.length,
      sha256: createHash('sha256').update(texts.join('\n')).digest('hex'),
      ...page,
    };
    await this.log.appendFile(`${JSON.stringify(entry)}\n`);
  }

  /** True when this record, or this version of it, was not there yet. */
  private note(pass: PassNumber, id: string | null, text: string): boolean {
    const hash = createHash('sha1').update(text).digest('base64');
    const key = id?.toLowerCase() ?? hash;
    const known = this.seen.get(key);
    const bit = pass + 1;
    if (known === undefined) {
      this.seen.set(key, { hash, passes: bit, differs: false });
      return true;
    }
    if ((known.passes & bit) !== 0) this.duplicates += 1;
    known.passes |= bit;
    if (known.hash === hash) return false;
    known.differs = true;
    known.hash = hash;
    return true;
  }

  /**
   * Writes the records that are kept to `path`.
   * @param keep null keeps all; told each record, parsed
   */
  async finish(keep: ((record: unknown) => boolean) | null): Promise<Counted> {
    await this.close();
    const all = [...this.seen.values()];
    let unrelated = new Set<string>();
    if (keep === null) await rename(`${this.path}.raw`, this.path);
    else unrelated = await this.select(keep);
    return {
      passes: this.passes,
      distinct: all.length - unrelated.size,
      duplicates: this.duplicates,
      onlyFirst: all.filter(({ passes }) => passes === 1).length,
      onlySecond: all.filter(({ passes }) => passes === 2).length,
      differing: all.filter(({ differs }) => differs).length,
      unrelated: unrelated.size,
    };
  }

  /** Ids of what was left out. */
  private async select(keep: (record: unknown) => boolean): Promise<Set<string>> {
    const out = await open(this.path, 'w');
    const left = new Set<string>();
    try {
      for await (const text of createInterface({ input: createReadStream(`${this.path}.raw`) })) {
        const item: unknown = JSON.parse(text);
        if (keep(item)) await out.appendFile(`${text}\n`);
        else left.add(this.idOf(item)?.toLowerCase() ?? text);
      }
    } finally {
      await out.close();
    }
    await rm(`${this.path}.raw`, { force: true });
    return left;
  }

  async close(): Promise<void> {
    await this.raw.close();
    await this.log.close();
  }
}
