/** Times inside the engine are epoch seconds; in the report they are ISO 8601 UTC with Z. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

export function maybeIsoTime(seconds: number | null): string | null {
  return seconds === null ? null : isoTime(seconds);
}
