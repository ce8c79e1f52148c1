/** Numbers and lists as sentences say them, in the whole engine. */

/** count(1, 'record') → '1 record', count(1_200, 'mailbox', 'mailboxes') → '1,200 mailboxes' */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}

/**
 * 'a, b and c', or 'a, b and 7 more'; '' for none.
 *
 * @param shown at most so many are named
 * @param all how many there are where `names` are only the first of them
 */
export function list(names: readonly string[], shown = 5, all = names.length): string {
  const head = names.slice(0, shown);
  const rest = all - head.length;
  const parts = rest > 0 ? [...head, `${rest.toLocaleString('en')} more`] : head;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
