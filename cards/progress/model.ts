import type { Progress } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { bytes, bytesOf, count, cut, few, name, plural, sentence } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** A running analysis or export; the same card is edited in place until it is done. */
export interface ProgressInput {
  jobId: string;
  /** names of the files as the user knows them */
  files: string[];
  /** an export that is written, in words; an analysis has files instead */
  what?: string;
  /** null while the job waits for its turn */
  progress: Progress | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    progress: ProgressInput;
  }
}

const STAGES = ['reading', 'records', 'analysing'] as const;
const STAGE_WORDS = { reading: 'Read', records: 'Count records', analysing: 'Analyze' };

export const card = defineCard<ProgressInput>({
  template,
  data({ jobId, files, what, progress }) {
    const share = readShare(progress);
    return {
      headline: headline({ progress, files, what }),
      showBar: share !== null,
      done: share ?? 0,
      left: 100 - (share ?? 0),
      detail: detail(progress, what),
      stages: what === undefined ? stages(progress) : [],
      files: files.length > 1 ? `${plural(files.length, 'file')}: ${few(files, 5)}` : '',
      buttons: [button('Cancel', 'cancel-job', { jobId })],
    };
  },
  summary: (input) => dotted(headline(input), detail(input.progress, input.what)),
});

/** whole per cent, 0 to 100; null when nothing is being read */
function readShare(progress: Progress | null): number | null {
  if (progress?.stage !== 'reading' || progress.bytesTotal <= 0) return null;
  return Math.min(100, Math.max(0, Math.floor((100 * progress.bytesRead) / progress.bytesTotal)));
}

function headline({ progress, files, what }: Omit<ProgressInput, 'jobId'>): string {
  if (what !== undefined) return `${progress === null ? 'Waiting to write' : 'Writing'} ${cut(what, 120)}`;
  if (progress === null) return `Waiting to read ${few(files, 1)}`;
  if (progress.stage === 'analysing') return `Analyzing ${few(files, 1)}`;
  if (progress.stage === 'records') return `Counting the records of ${name(progress.input)}`;
  const file = progress.member === null ? progress.input : `${progress.member} in ${name(progress.input)}`;
  const share = readShare(progress);
  return share === null ? `Reading ${name(file)}` : `Reading ${name(file)}: ${share} %`;
}

function detail(progress: Progress | null, what: string | undefined): string {
  if (progress === null) {
    const other = what === undefined ? 'Another analysis is running' : 'Another file is being written';
    return `${other}; this one starts by itself after it.`;
  }
  if (progress.stage === 'analysing') return sentence(progress.step);
  if (progress.stage === 'records') {
    return dotted(
      plural(progress.records, 'record'),
      plural(progress.duplicates, 'duplicate'),
      `${plural(progress.rejected, 'row')} rejected so far`,
    );
  }
  return dotted(amount(progress), progress.secondsLeft === null ? null : timeLeft(progress.secondsLeft));
}

/** A server need not say how much it sends, and before the first look nobody knows. */
function amount({ bytesRead, bytesTotal }: Extract<Progress, { stage: 'reading' }>): string {
  if (bytesTotal > 0) return bytesOf(bytesRead, bytesTotal);
  return bytesRead > 0 ? `${bytes(bytesRead)} so far` : 'Its size is not known yet.';
}

function timeLeft(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  return whole < 90 ? `about ${count(whole)} s left` : `about ${count(Math.round(whole / 60))} min left`;
}

function stages(progress: Progress | null): Run[] {
  const at = progress === null ? -1 : STAGES.indexOf(progress.stage);
  return STAGES.flatMap((stage, i) => {
    const words = STAGE_WORDS[stage];
    const mark = i < at ? text(`✓ ${words}`) : i === at ? bold(`● ${words}`, 'accent') : subtle(`○ ${words}`);
    return i === 0 ? [mark] : [subtle('   '), mark];
  });
}
