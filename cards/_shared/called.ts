/** What a mailbox said when it was asked what a message is called (`resolve`). */
import type { MessageName } from '../../analysis/sections.ts';
import { dotted } from './rich.ts';
import { cut, name, time } from './words.ts';

type Called = Omit<MessageName, 'mailbox' | 'messageId'>;

const STATE_WORDS: Record<string, string> = {
  'not-found': 'no longer found in the mailbox',
  several: 'several messages have this id',
  failed: 'could not be asked for',
};

/** Without the subject: who sent it and when, or why nobody knows. */
export function calledWords({ state, sender, receivedAt, hasAttachments, why }: Called): string {
  if (state === 'found') {
    return dotted(
      sender === null ? 'no sender' : `from ${name(sender)}`,
      receivedAt !== null && `received ${time(receivedAt)}`,
      hasAttachments === true && 'with attachments',
    );
  }
  const words = STATE_WORDS[state] ?? cut(state, 40);
  return why === null ? words : `${words}: ${cut(why, 80)}`;
}
