/** Reads files into a case and shows what they say. */
import { join } from 'node:path';
import type { Engine } from '../../analysis/engine/engine.ts';
import type { AnalyzeResult, Progress } from '../../analysis/sections.ts';
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import { withBannerOf } from '../privilege.ts';
import { readsAlongCard } from '../reads-along.ts';
import type { Services } from '../services.ts';
import { show } from '../show.ts';
import type { Store } from '../store/index.ts';
import type { AnalysisOrder, Caller, Place } from '../turn.ts';
import { discard, type Fetching, fetchSource, namesOf } from './fetch.ts';
import type { Task } from './task.ts';

export interface AnalysisTools extends Pick<Services, 'accounts' | 'roster' | 'local'> {
  engine: Engine;
  store: Store;
  fetching: Fetching;
  /** told of a new case before it is shown: who made it must be in it by then */
  onMade(caseId: string, by: Caller, place: Place): Promise<void>;
}

export function analysisTask(order: AnalysisOrder, place: Place, by: Caller, tools: AnalysisTools): Task {
  const { engine, store, fetching, onMade } = tools;

  async function analyse(
    id: string,
    onProgress: (progress: Progress) => void,
    signal: AbortSignal,
  ): Promise<AnalyzeResult> {
    const folder = join(fetching.workFolder, id);
    try {
      const files = await fetchSource(order.source, folder, fetching, signal, onProgress);
      signal.throwIfAborted();
      const { caseId } = order;
      const request = { files, ...(caseId === undefined ? { caseName: caseNameOf(order) } : { caseId }) };
      return await engine.analyze(request, onProgress, signal);
    } finally {
      await discard(folder);
    }
  }

  return {
    kind: 'analysis',
    subject: { files: namesOf(order.source), ...(order.caseId === undefined ? {} : { adds: true }) },
    async run(id, onProgress, signal) {
      const result = await analyse(id, onProgress, signal);
      if (order.caseId === undefined) await onMade(result.caseId, by, place);
      await store.setCurrentCase(place, result.caseId);
      const summary = await show(engine, result.caseId, 'summary', {});
      const { caseId, problems } = result;
      const unusable =
        problems.length === 0 ? null : await withBannerOf(caseId, engine, unusableCard(result));
      const careful = await readsAlongCard(place, caseId, tools);
      return { cards: [summary, ...[unusable, careful].filter((card) => card !== null)] };
    },
  };
}

function unusableCard({ caseId, problems, usable }: AnalyzeResult): RenderedCard {
  return renderCard('problem', {
    what: `${problems.length} of ${problems.length + usable} files gave nothing usable; the case was made from the rest`,
    files: problems,
    todo: ['Export them again as they come out of the tool, and write analyze add with them.'],
    caseId,
  });
}

function caseNameOf({ source, caseName }: AnalysisOrder): string {
  if (caseName !== undefined) return caseName;
  if (source.from === 'sample') return 'sample tenant';
  const [first = 'case'] = namesOf(source);
  return first.replace(/\.(csv|json|jsonl|ndjson|txt|gz|zip)(\.gz)?$/i, '') || 'case';
}
