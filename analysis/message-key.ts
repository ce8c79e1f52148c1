/** One message id as it is compared: without brackets, lower-case. */
export function messageKey(id: string): string {
  return id
    .trim()
    .replace(/^<+|>+$/g, '')
    .toLowerCase();
}
