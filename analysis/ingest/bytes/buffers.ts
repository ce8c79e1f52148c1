/**
 * Large buffers, used again. Each new one makes V8 collect its whole heap the sooner: in a process that holds the bot,
 * many small files took longer for that than for being read.
 */
const MOST_KEPT = 2;
const kept = new Map<number, Buffer[]>();

/** A buffer of that many bytes, of whatever was in it before. */
export function borrowBuffer(bytes: number): Buffer {
  return kept.get(bytes)?.pop() ?? Buffer.allocUnsafeSlow(bytes);
}

/** Takes a buffer back that nobody reads or writes any more. One that an error keeps from it is collected. */
export function returnBuffer(buffer: Buffer): void {
  const same = kept.get(buffer.length) ?? [];
  kept.set(buffer.length, same);
  if (same.length < MOST_KEPT && !same.includes(buffer)) same.push(buffer);
}
