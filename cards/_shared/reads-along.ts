/** Who in a conversation must not see its case, in words. */
import { few } from './words.ts';

export interface ReadsAlong {
  /** members of the conversation who must not see the case */
  unsafe: { name: string; why: 'exposed' | 'hostile' | 'unknown account' }[];
  /** null when the members could be asked after, else why not */
  membersUnknown: string | null;
  /** what to do about it */
  advice: string;
}

const WHY = {
  exposed: 'their own mailbox may be in the hands of the attacker',
  hostile: 'marked hostile',
  'unknown account': 'Teams does not say which mailbox is theirs',
} as const;

/** The gravest first, the advice last; nothing when nobody is to be warned of. */
export function readsAlongWarnings({ unsafe, membersUnknown, advice }: ReadsAlong): string[] {
  const said: string[] = [];
  for (const why of ['hostile', 'exposed', 'unknown account'] as const) {
    const names = unsafe.filter((one) => one.why === why).map((one) => one.name);
    if (names.length > 0) said.push(`Reads along here: ${few(names, 5)} (${WHY[why]}).`);
  }
  if (membersUnknown !== null) said.push(membersUnknown);
  return said.length === 0 ? [] : [...said, advice];
}
