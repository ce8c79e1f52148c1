/** Whom a command is about: somebody named with @, or by Entra object id. Never by a name: anyone can choose one. */
import type { Member } from '../access/index.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { type CommandAsked, UsageError } from './_command.ts';

const OBJECT_ID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/i;

export interface PersonWords {
  /** lower-case; null = the person named with @ */
  objectId: string | null;
  rest: string;
}

/** '<object id> reason' or, after an @mention that vanished from the text, 'reason'. */
export function personWords(words: string): PersonWords {
  const [objectId] = OBJECT_ID.exec(words) ?? [];
  if (objectId === undefined) return { objectId: null, rest: words.trim() };
  return { objectId: objectId.toLowerCase(), rest: words.slice(objectId.length).trim() };
}

/**
 * @throws UsageError when nobody, or more than one, is named
 * @throws Problem when Teams does not know the person
 */
export async function personMeant(
  { objectId }: PersonWords,
  { mentions, place }: CommandAsked,
  { roster }: Services,
): Promise<Member> {
  const ids = new Set([...mentions.map(({ id }) => id), ...(objectId === null ? [] : [objectId])]);
  const [id] = ids;
  if (id === undefined || ids.size > 1) {
    throw new Problem(id === undefined ? 'Whom do you mean?' : 'One person at a time', [
      'Name one person with @, or by Entra object id.',
    ]);
  }
  const member = await roster.member(place, id);
  if (member !== null && member.objectId !== '') return member;
  // In a private chat Teams knows nobody else; an id is enough then.
  if (objectId !== null) return { objectId, name: objectId, addresses: [], tenantId: null, guest: false };
  throw new Problem('I could not find that person', ['Name them by their Entra object id instead.']);
}

export function noPersonBut(words: string): PersonWords {
  const meant = personWords(words);
  if (meant.rest !== '') throw new UsageError('Only one person can follow: @somebody, or an Entra object id');
  return meant;
}
