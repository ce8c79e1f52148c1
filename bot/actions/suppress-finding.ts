import { renderCard } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { knownFinding } from '../finding-card.ts';
import { suppress } from '../finding-work.ts';
import { defineAction, EVERYWHERE } from './_action.ts';
import { answerWork } from './_finding.ts';

const DAY_MS = 86_400_000;
/** What the form offers; the work state refuses more than 90 days. */
const OFFERED_DAYS = { first: 1, usual: 7, last: 89 };

export const action = defineAction({
  verb: 'suppress-finding',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  async run(data, { caller }, services) {
    const { caseId, id, until, reason, alert } = data;
    if (until === undefined && reason === undefined) {
      const finding = await knownFinding(caseId, id, services);
      const form = { caseId, finding, alert, ...offered(new Date()) };
      return [{ do: 'replace', card: renderCard('suppress', form), for: 'clicker' }];
    }
    await suppress(caseId, id, until ?? '', reason ?? '', personOf(caller), services);
    return await answerWork(data, '', services);
  },
});

function offered(now: Date): { first: string; last: string; until: string } {
  const after = (days: number) => new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  return {
    first: after(OFFERED_DAYS.first),
    last: after(OFFERED_DAYS.last),
    until: after(OFFERED_DAYS.usual),
  };
}
