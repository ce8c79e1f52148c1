import { count } from '../../words.ts';
import { type CaseFacts, type GapFact, gapsOf } from '../facts.ts';
import { CONNECT_EXCHANGE, searchLog, sliceHours } from '../powershell.ts';
import type { Step } from '../step.ts';
import { list, period } from '../words.ts';

const MOST_WINDOWS = 10;

/** Stretches for which the records may exist, only not in this case. */
function missing(facts: CaseFacts): GapFact[] {
  const kinds = ['silence', 'collection-outage', 'outside-declared-scope', 'not-yet-arrived'] as const;
  const seen = new Map(gapsOf(facts, ...kinds).map((gap) => [`${gap.from} ${gap.to}`, gap]));
  return [...seen.values()];
}

export const step: Step = {
  id: 'reacquire-gaps',
  source: 'Microsoft Learn, Search-UnifiedAuditLog; coe-starter-kit issue 9190 (how late records come)',
  order: 34,
  when: (facts) => missing(facts).length > 0,
  title: (facts) =>
    `Search the log for ${count(missing(facts).length, 'period')} that the files do not cover`,
  why: (facts) => {
    const gaps = missing(facts);
    return (
      `${list(gaps.map((gap) => period(gap.from, gap.to)))}: the records may exist and have not been collected, or come late. ` +
      'Most arrive within 90 minutes, nearly all within two days, the last after a week; search the newest days again then.' +
      (gaps.length > MOST_WINDOWS ? ` The commands cover the first ${MOST_WINDOWS}.` : '')
    );
  },
  commands: (facts) => [
    CONNECT_EXCHANGE,
    ...missing(facts)
      .slice(0, MOST_WINDOWS)
      .map((gap, index) =>
        searchLog({
          from: gap.from,
          to: gap.to,
          operations: ['MailItemsAccessed'],
          sliceHours: sliceHours(facts.recordsPerWorkingDay, facts.mailboxes.length),
          file: `mailitemsaccessed-gap-${index + 1}.csv`,
        }),
      ),
  ],
};
