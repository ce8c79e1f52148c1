import { type FileHandle, open } from 'node:fs/promises';
import { borrowBuffer, returnBuffer } from './buffers.ts';

/**
 * A sliding view of a file: `buffer[0..end)` holds the bytes of the file from `offset` on.
 * Its size never changes, so neither a long line nor a large file can fill the memory.
 */
export class FileWindow {
  /** One byte longer than the view: `buffer[end]` is always 0, which ends loops that look for a byte. */
  readonly buffer: Buffer;
  /** Position in the file of `buffer[0]`. */
  offset = 0;
  /** How much of `buffer` is filled. */
  end = 0;
  /** True when `buffer[end - 1]` is the last byte of the file. */
  eof = false;
  private readonly file: FileHandle;

  private constructor(file: FileHandle, size: number, first: number) {
    this.file = file;
    this.buffer = borrowBuffer(size + 1);
    this.offset = first;
  }

  /** Opens a file from byte `first` on; the caller closes the window. Nothing is read before `slide(0)`. */
  static async open(path: string, size: number, first = 0): Promise<FileWindow> {
    return new FileWindow(await open(path, 'r'), size, first);
  }

  /** Drops everything before `keepFrom` and reads on until the buffer is full or the file ends. */
  async slide(keepFrom: number): Promise<void> {
    this.buffer.copyWithin(0, keepFrom, this.end);
    this.offset += keepFrom;
    this.end -= keepFrom;
    const size = this.buffer.length - 1;
    while (this.end < size && !this.eof) {
      const { bytesRead } = await this.file.read(
        this.buffer,
        this.end,
        size - this.end,
        this.offset + this.end,
      );
      this.end += bytesRead;
      this.eof = bytesRead === 0;
    }
    this.buffer[this.end] = 0;
  }

  /** Nothing of the buffer may be used afterwards. */
  async close(): Promise<void> {
    await this.file.close();
    returnBuffer(this.buffer);
  }
}
