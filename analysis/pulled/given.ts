/** Reads what the bot gives: what came from a tenant is as hostile as a log, and bounded like one. */

/** What was given cannot be kept; the message is for the person who asked. */
export class PulledError extends Error {}

/** @returns epoch seconds @throws PulledError when it is no ISO time */
export function given(time: string, what: string): number {
  const at = Math.floor(Date.parse(time) / 1000);
  if (Number.isNaN(at)) throw new PulledError(`${what} is no time: ${bounded(time, 40)}`);
  return at;
}

/** @throws PulledError when one is no time, or they are in the wrong order */
export function givenPeriod({ from, to }: { from: string; to: string }, what: string): [number, number] {
  const period: [number, number] = [given(from, `The begin of ${what}`), given(to, `The end of ${what}`)];
  if (period[0] > period[1]) throw new PulledError(`${what} ends before it begins (${from} to ${to})`);
  return period;
}

/** Cut where somebody made it longer than any real one. */
export function bounded(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

/** Null stays null, and what is empty says nothing. */
export function maybeBounded(text: string | null | undefined, length: number): string | null {
  return text == null || text === '' ? null : bounded(text, length);
}
