/** How it stands with what a conversation is told. */
import type { FindingWork } from '../../cards/index.ts';
import { isQuiet } from './clock.ts';
import { type Audience, isGraver, type Told, type Watch } from './state.ts';
import { isSuppressed } from './tell.ts';

export interface Standing {
  /** null = nothing is told here */
  watch:
    | (Pick<Watch, 'caseId' | 'floor' | 'quiet' | 'by' | 'at'> & {
        quietNow: boolean;
        told: number;
        known: number;
        held: number;
      })
    | null;
  digest: { at: string; zone: string } | null;
  waiting: number;
  refused: { count: number; why: string };
}

/** Something is still to be said of it: quiet hours, a storm or a suppression hold it back. */
export function isHeld({ post, known, gone, severity, said }: Told): boolean {
  if (gone) return false;
  return (post === null && !known) || isGraver(severity, said);
}

export function standingOf(
  audience: Audience | null,
  workOf: (findingId: string) => Readonly<FindingWork>,
  now: Date,
): Standing {
  if (audience === null) return { watch: null, digest: null, waiting: 0, refused: { count: 0, why: '' } };
  const { watch, digest, outbox, refused } = audience;
  return {
    watch: watch?.on === true ? watchStanding(watch, workOf, now) : null,
    digest: digest && { at: digest.at, zone: digest.zone },
    waiting: outbox.length,
    refused,
  };
}

function watchStanding(
  { caseId, floor, quiet, by, at, told }: Watch,
  workOf: (findingId: string) => Readonly<FindingWork>,
  now: Date,
): Standing['watch'] {
  const all = Object.entries(told);
  const isKept = ([id, one]: [string, Told]) => isHeld(one) || (!one.gone && isSuppressed(workOf(id), now));
  return {
    caseId,
    floor,
    quiet,
    by,
    at,
    quietNow: isQuiet(now, quiet),
    told: all.filter(([, { post }]) => post !== null).length,
    known: all.filter(([, { post, known }]) => post === null && known).length,
    held: all.filter(isKept).length,
  };
}
