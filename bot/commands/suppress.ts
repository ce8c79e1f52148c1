import { TYPED_TIME, typedTime } from '../../analysis/time.ts';
import { personOf } from '../access/index.ts';
import { knownFinding } from '../finding-card.ts';
import { suppress } from '../finding-work.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { answerFinding, mustNameFinding } from './_finding.ts';

interface SuppressArgs {
  id: string;
  /** null = show it again */
  until: string | null;
  reason: string;
}

const UNTIL = new RegExp(`^until:?\\s+(${TYPED_TIME})[,:;]?(?:\\s+(.*))?$`, 'i');

export const command = defineCommand<SuppressArgs>({
  name: 'suppress',
  aliases: ['snooze'],
  args: '<finding> until <date> <reason> | <finding> off',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'work',
  summary: 'Keeps one finding quiet until a day (at most 90 days), with a reason; off ends it.',
  examples: [
    'suppress 9f3c2a7be0114d55 until 2026-12-01 roll-out of the CRM, ticket 4711',
    'suppress 9f3c2a7be0114d55 off',
  ],
  parse(words) {
    const { id, rest } = mustNameFinding(words, 'suppress');
    if (rest.toLowerCase() === 'off') return { id, until: null, reason: '' };
    const [, until = '', reason = ''] = UNTIL.exec(rest) ?? [];
    if (typedTime(until, 'last') === null) {
      throw new UsageError('Say until when: until 2026-12-01, or until 2026-12-01T16:40Z, in UTC');
    }
    if (reason === '') throw new UsageError('Say why, in a few words after the date');
    return { id, until, reason };
  },
  async run({ id, until, reason }, turn, services) {
    const caseId = enteredCase(turn);
    if (until === null) {
      await knownFinding(caseId, id, services);
      await services.work.unsuppress(caseId, id);
    } else {
      await suppress(caseId, id, until, reason, personOf(turn.caller), services);
    }
    return await answerFinding(caseId, id, services);
  },
});
