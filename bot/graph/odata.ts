/**
 * Values from logs and people in the addresses Graph is asked at. A value that is not escaped asks for something else,
 * or silently for nothing (graph.md B1: `+`, `#`, `&`, `<` and `>` unencoded give an empty list).
 */

/** A string inside $filter: o'brien -> 'o''brien'. Encoding it for the URL comes after. */
export function odataString(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** One part of a path: what is in it cannot lead elsewhere. */
export function pathPart(value: string): string {
  // Encoded dots are still dots: only another segment name keeps them from being walked.
  if (/^\.{1,2}$/.test(value)) throw new RangeError('Neither . nor .. is the name of anything in Graph');
  return encodeURIComponent(value).replaceAll("'", '%27');
}

/** '/users' and {$top: 5} -> '/users?$top=5', encoded; names of options are ours and stay as they are. */
export function addressOf(path: string, query: Readonly<Record<string, string | number>> = {}): string {
  const options = Object.entries(query).map(
    ([name, value]) => `${name}=${encodeURIComponent(String(value))}`,
  );
  return options.length === 0 ? path : `${path}?${options.join('&')}`;
}
