import { type FileHandle, open } from 'node:fs/promises';

/**
 * A sliding view of a file: `buffer[0..end)` holds the bytes of the file from `offset` on.
 * Its size never changes, so neither a long line nor a large file can fill the memory.
 */
export class FileWindow {
  readonly buffer: Buffer;
  /** Position in the file of `buffer[0]`. */
  offset = 0;
  /** How much of `buffer` is filled. */
  end = 0;
  /** True when `buffer[end - 1]` is the last byte of the file (or of the asked range). */
  eof = false;
  private readonly file: FileHandle;
  private readonly last: number;

  private constructor(file: FileHandle, size: number, first: number, last: number) {
    this.file = file;
    this.buffer = Buffer.allocUnsafe(size);
    this.offset = first;
    this.last = last;
  }

  /** Opens bytes [first, last) of a file; the caller closes the window. Nothing is read before `slide(0)`. */
  static async open(
    path: string,
    size: number,
    first = 0,
    last = Number.POSITIVE_INFINITY,
  ): Promise<FileWindow> {
    return new FileWindow(await open(path, 'r'), size, first, last);
  }

  /** Drops everything before `keepFrom` and reads on until the buffer is full or the file ends. */
  async slide(keepFrom: number): Promise<void> {
    this.buffer.copyWithin(0, keepFrom, this.end);
    this.offset += keepFrom;
    this.end -= keepFrom;
    while (this.end < this.buffer.length && !this.eof) {
      const position = this.offset + this.end;
      const wanted = Math.min(this.buffer.length - this.end, this.last - position);
      const { bytesRead } =
        wanted > 0 ? await this.file.read(this.buffer, this.end, wanted, position) : { bytesRead: 0 };
      this.end += bytesRead;
      this.eof = bytesRead === 0 || position + bytesRead >= this.last;
    }
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
