/** What was done a moment ago, so that it is not done again when it is sent again. */

const KEEP_MS = 10 * 60_000;
const MOST = 5_000;

export interface Recent<T> {
  /** Runs `work` unless the key was seen in the last ten minutes; then its result is given again. */
  once(key: string, work: () => Promise<T>): { result: Promise<T>; isNew: boolean };
}

export function createRecent<T>(now: () => number = Date.now): Recent<T> {
  // A Map keeps the order of insertion: the oldest come first.
  const seen = new Map<string, { result: Promise<T>; at: number }>();
  return {
    once(key, work) {
      for (const [old, { at }] of seen) {
        if (now() - at < KEEP_MS && seen.size < MOST) break;
        seen.delete(old);
      }
      const known = seen.get(key);
      if (known) return { result: known.result, isNew: false };
      const result = work();
      seen.set(key, { result, at: now() });
      return { result, isNew: true };
    },
  };
}
