import { renderCard } from '../../cards/index.ts';
import { Problem } from '../problems.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { listed } from './_custody.ts';
import { splitQuoted } from './_words.ts';

export const command = defineCommand<string>({
  name: 'record',
  aliases: ['raw'],
  args: '<record id>',
  // A row holds subjects and addresses in a form that is not redacted.
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary: 'One record as it was received, and whether its file has changed since.',
  examples: ['record 0a1b2c3d-0000-4000-8000-000000000001'],
  parse(words) {
    const [id, ...more] = splitQuoted(words);
    if (id === undefined || id.length > 200) throw new UsageError('Write record and the id of one record');
    if (more.length > 0) throw new UsageError('One record at a time');
    return id;
  },
  async run(id, turn, { engine }) {
    const caseId = enteredCase(turn);
    const record = await engine.showRecord(caseId, id);
    if (record === null) {
      throw new Problem('This case holds no record of that id', [
        'Record ids are on the cards of findings, and in every export.',
      ]);
    }
    const { name } = await listed(engine, caseId);
    return [{ do: 'post', card: renderCard('record', { case: { id: caseId, name }, record }) }];
  },
});
