/** What people have done about a finding, and what they can do: the same words and buttons on every card of it. */
import { button } from './buttons.ts';
import type { JsonObject } from './literal.ts';
import { bold, dotted, type Run, subtle, text } from './rich.ts';
import { count, name, sentence, shorten, time } from './words.ts';
import type { FindingWork, Note } from './work.ts';

/** 'acknowledged by Ana, 14 May 2026 00:31 UTC · with Bo · suppressed until …' */
export function findingState({ acknowledged, owner, suppressed }: FindingWork): string {
  return dotted(
    acknowledged === null
      ? 'open'
      : `acknowledged by ${name(acknowledged.by.name)}, ${time(acknowledged.at)}`,
    owner === null ? 'unassigned' : `with ${name(owner.name)}`,
    suppressed !== null &&
      `suppressed until ${time(suppressed.until)} by ${name(suppressed.by.name)}: ${shorten(suppressed.reason, 120)}`,
  );
}

/**
 * What a responder can do about it now.
 * @param alert on a channel's alert, which is redrawn itself
 */
export function findingButtons(caseId: string, id: string, work: FindingWork, alert = false): JsonObject[] {
  const data = { caseId, id, ...(alert ? { alert } : {}) };
  const { acknowledged, owner, suppressed } = work;
  return [
    ...(acknowledged === null ? [button('Acknowledge', 'ack-finding', data)] : []),
    owner === null
      ? button('Assign to me', 'assign-finding', data)
      : button('Take over', 'assign-finding', { ...data, from: owner.objectId }),
    ...(suppressed === null ? [button('Suppress…', 'suppress-finding', data)] : []),
  ];
}

/** The newest notes, the oldest of them first, and how many more there are. */
export function noteLines(notes: readonly Note[], most: number): { inlines: Run[] }[] {
  const left = notes.length - most;
  return [
    ...(left > 0 ? [{ inlines: [subtle(`${count(left)} earlier notes`)] }] : []),
    ...notes.slice(-most).map(({ by, at, text: said }) => ({
      inlines: [bold(`${name(by.name)}  `), text(sentence(shorten(said, 400))), subtle(`  ${time(at)}`)],
    })),
  ];
}
