import { personOf } from '../access/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { askForSecond } from './_confirm.ts';
import { type PersonWords, personMeant, personWords } from './_person.ts';

export const command = defineCommand<PersonWords>({
  name: 'override',
  aliases: ['let in'],
  args: '@person or <Entra object id>, <reason>',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary:
    'Lets an account see the case although it is exposed or marked hostile. A second lead confirms it.',
  examples: ['override 00000000-0000-4000-8000-000000000022 reset and checked by phone'],
  parse(words) {
    const meant = personWords(words);
    if (meant.rest === '') throw new UsageError('Write override, the person, and why, in a few words');
    return meant;
  },
  async run(meant, turn, services) {
    const person = personOf(await personMeant(meant, turn, services));
    const asked = { kind: 'override', caseId: enteredCase(turn), person, reason: meant.rest } as const;
    return await askForSecond(asked, turn, services);
  },
});
