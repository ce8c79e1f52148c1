import { type FileHandle, open } from 'node:fs/promises';
import { borrowBuffer, returnBuffer } from './buffers.ts';

/** Collects bytes and writes them in large blocks. `add` never waits; whoever adds calls `flush` now and then. */
export class BlockWriter {
  private readonly file: FileHandle;
  private readonly first: Buffer;
  private block: Buffer;
  private used = 0;

  private constructor(file: FileHandle, size: number) {
    this.file = file;
    this.first = borrowBuffer(size);
    this.block = this.first;
  }

  static async open(path: string, size: number): Promise<BlockWriter> {
    return new BlockWriter(await open(path, 'w'), size);
  }

  add(bytes: Buffer, start: number, end: number): void {
    const needed = this.used + end - start;
    if (needed > this.block.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.block.copy(larger, 0, 0, this.used);
      this.block = larger;
    }
    this.used += bytes.copy(this.block, this.used, start, end);
  }

  /** Writes what was collected, once that is `atLeast` bytes. */
  async flush(atLeast: number): Promise<void> {
    if (this.used < atLeast) return;
    for (let done = 0; done < this.used; ) {
      const { bytesWritten } = await this.file.write(this.block, done, this.used - done);
      done += bytesWritten;
    }
    this.used = 0;
  }

  async close(): Promise<void> {
    try {
      await this.flush(1);
    } finally {
      await this.file.close();
      returnBuffer(this.first);
    }
  }
}
