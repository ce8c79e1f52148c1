import { personOf } from '../access/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { custodyCard } from './_custody.ts';

const MOST_DAYS = 3_650;

export const command = defineCommand<{ days: number | null }>({
  name: 'retention',
  aliases: ['keep', 'case retention'],
  args: '<days> | off',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'keep',
  summary:
    'How long the case is kept from the day it was made. Then I say that it can be purged; I never do it alone.',
  examples: ['retention 365', 'retention off'],
  parse(words) {
    if (words.toLowerCase() === 'off') return { days: null };
    const [, digits] = /^(\d{1,4})(?:\s+days?)?$/i.exec(words) ?? [];
    const days = Number(digits);
    if (digits === undefined || days < 1 || days > MOST_DAYS) {
      throw new UsageError(`Write retention and a number of days from 1 to ${MOST_DAYS}, or off`);
    }
    return { days };
  },
  async run({ days }, turn, services) {
    const caseId = enteredCase(turn);
    await services.work.keepFor(caseId, days, personOf(turn.caller));
    return [{ do: 'post', card: await custodyCard(caseId, turn.role, services) }];
  },
});
