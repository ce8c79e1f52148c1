/** The case that commands of a conversation are about. */
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Place } from '../turn.ts';
import type { CommandTurn } from './_command.ts';

/**
 * What a command about a case is about when it names none. Whether the person may see it is decided after this, so
 * commands themselves take `enteredCase`.
 * @throws Problem when the conversation has no case yet
 */
export function currentCase({ store }: Services, place: Place): string {
  const caseId = store.currentCase(place);
  if (caseId !== null) return caseId;
  throw new Problem('This chat has no case yet', [
    'Upload an export in a private chat with me and write analyze.',
    'Or write analyze sample for a small made-up case, or cases to see which cases there are.',
  ]);
}

/** The case that this person was let into for this turn. */
export function enteredCase({ caseId }: Pick<CommandTurn, 'caseId'>): string {
  if (caseId === null) throw new Error('The command is not declared to be about a case');
  return caseId;
}
