/** Keeps what each day's summary said, whoever asked for it, so that managers read what is new since yesterday. */
import type { Engine } from '../../analysis/engine/engine.ts';
import type { ExposureCounts, SummarySection } from '../../analysis/sections.ts';
import type { DayCounts } from '../../cards/index.ts';
import type { Work } from './index.ts';

/** @param onFault told when counts could not be kept; the summary is shown all the same */
export function watchCounts(engine: Engine, work: Work, onFault: (error: unknown) => void): Engine {
  return {
    ...engine,
    async section(caseId, name, query) {
      const section = await engine.section(caseId, name, query);
      if (name === 'summary') await work.count(caseId, countsOf(section as SummarySection)).catch(onFault);
      return section;
    },
  };
}

export function countsOf({ findings, exposure }: SummarySection): Omit<DayCounts, 'day'> {
  return {
    findings: findings.top.total,
    confirmed: of(exposure.confirmed),
    suspected: of(exposure.suspected),
  };
}

function of({ messages, messageMailboxes }: ExposureCounts): DayCounts['confirmed'] {
  return { messages, mailboxes: messageMailboxes };
}
