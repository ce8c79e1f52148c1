/** The cases whose databases are open: few at a time, since each may take its whole memory limit. */
import type { Case } from '../index.ts';

const MOST_OPEN = 2;

interface Held {
  opening: Promise<Case>;
  /** reads and writes under way */
  users: number;
  /** writes of a case wait for each other; reads do not */
  lastWrite: Promise<unknown>;
}

export class OpenCases {
  /** least recently used first */
  private readonly held = new Map<string, Held>();
  /** being closed: a folder has one open case at a time */
  private readonly closing = new Map<string, Promise<void>>();

  constructor(private readonly openCase: (id: string) => Promise<Case>) {}

  async read<T>(id: string, run: (kase: Case) => Promise<T>): Promise<T> {
    const held = this.hold(id);
    try {
      return await run(await held.opening);
    } finally {
      await this.release(held);
    }
  }

  async write<T>(id: string, run: (kase: Case) => Promise<T>): Promise<T> {
    const held = this.hold(id);
    const writing = held.lastWrite.then(async () => await run(await held.opening));
    held.lastWrite = writing.catch(() => undefined);
    try {
      return await writing;
    } finally {
      await this.release(held);
    }
  }

  async close(id: string): Promise<void> {
    const held = this.held.get(id);
    if (held === undefined) return await this.closing.get(id);
    this.held.delete(id);
    const closing = end(held).finally(() => this.closing.delete(id));
    this.closing.set(id, closing);
    await closing;
  }

  async closeAll(): Promise<void> {
    for (const id of [...this.held.keys()]) await this.close(id);
  }

  private hold(id: string): Held {
    const held = this.held.get(id) ?? this.begin(id);
    this.held.delete(id);
    this.held.set(id, held);
    held.users += 1;
    return held;
  }

  private begin(id: string): Held {
    const closed = this.closing.get(id)?.catch(() => undefined) ?? Promise.resolve();
    const held: Held = {
      opening: closed.then(() => this.openCase(id)),
      users: 0,
      lastWrite: Promise.resolve(),
    };
    // A case that could not be opened must not stay as one that never will.
    held.opening.catch(() => {
      if (this.held.get(id) === held) this.held.delete(id);
    });
    return held;
  }

  private async release(held: Held): Promise<void> {
    held.users -= 1;
    for (const [id, candidate] of [...this.held]) {
      if (this.held.size <= MOST_OPEN) return;
      // While another was being closed, this one may have been closed and opened anew.
      if (candidate.users === 0 && this.held.get(id) === candidate) await this.close(id);
    }
  }
}

async function end(held: Held): Promise<void> {
  await held.lastWrite;
  const kase = await held.opening.catch(() => undefined);
  await kase?.close();
}
