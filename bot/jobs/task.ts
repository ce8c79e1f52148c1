/** What a job does. The queue knows nothing else of it. */
import type { ExportedFile, Progress } from '../../analysis/sections.ts';
import type { CardInputs, RenderedCard } from '../../cards/index.ts';

export interface Task {
  kind: 'analysis' | 'export';
  /** as its cards name it */
  subject: Pick<CardInputs['cancelled'], 'files' | 'what' | 'adds'>;
  /**
   * @param id of the job, for files that live only as long as it
   * @throws the signal's reason when it was stopped
   */
  run(id: string, onProgress: (progress: Progress) => void, signal: AbortSignal): Promise<Outcome>;
}

export interface Outcome {
  /** the first takes the place of the progress, the others follow */
  cards: [RenderedCard, ...RenderedCard[]];
  /** a file to ask about after that */
  offer?: { file: ExportedFile; about: string; context: { caseId: string; offer: string } };
}
