import { renderCard } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { knownFinding } from '../finding-card.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { listed } from './_custody.ts';
import { answerFinding, findingWords } from './_finding.ts';

interface NoteArgs {
  /** null = of the whole case */
  findingId: string | null;
  /** '' = only show them */
  text: string;
}

export const command = defineCommand<NoteArgs>({
  name: 'note',
  aliases: ['notes'],
  args: '[finding] [words]',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'work',
  summary: 'Keeps a note with the case, or with a finding; alone it shows those of the case.',
  examples: ['note counsel is told', 'note 9f3c2a7be0114d55 lee.gu called back: no new phone', 'notes'],
  parse(words) {
    const named = findingWords(words);
    const text = (named?.rest ?? words).replace(/^["']([^"']*)["']$/, '$1').trim();
    if (named && text === '') throw new UsageError('Write what to note after the id of the finding');
    return { findingId: named?.id ?? null, text };
  },
  async run({ findingId, text }, turn, services) {
    const caseId = enteredCase(turn);
    if (findingId !== null) await knownFinding(caseId, findingId, services);
    if (text !== '') await services.work.note(caseId, findingId, text, personOf(turn.caller));
    if (findingId !== null) return await answerFinding(caseId, findingId, services);
    const { name } = await listed(services.engine, caseId);
    const { notes } = services.work.of(caseId);
    return [{ do: 'post', card: renderCard('notes', { case: { id: caseId, name }, notes }) }];
  },
});
