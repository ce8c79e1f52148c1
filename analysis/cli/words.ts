/** plural(1, 'record') -> '1 record', plural(1_200, 'mailbox', 'mailboxes') -> '1,200 mailboxes' */
export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
}
