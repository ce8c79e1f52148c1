/** How cards say whether access to a mailbox is recorded. */
import { bold, type Colour, dotted, type Run, subtle } from './rich.ts';
import { cut, name } from './words.ts';

export type CoverageVerdict = 'recorded' | 'partly' | 'not-recorded' | 'unknown';

export interface CoverageRow {
  address: string;
  verdict: CoverageVerdict;
  /** what speaks against it, one after another; '' when nothing does */
  why: string;
  /** 'shared mailbox', 'Audit (Premium)', 'kept 365 days' */
  about: string[];
}

interface VerdictWords {
  label: string;
  title: string;
  meaning: string;
  colour: Colour;
  chart: 'attention' | 'categoricalBlue' | 'categoricalTeal';
}

export const VERDICT_WORDS: Record<CoverageVerdict, VerdictWords> = {
  recorded: {
    label: 'Recorded',
    title: 'Mailboxes whose mail access is recorded',
    meaning: 'by the settings; throttling and late records remain',
    colour: 'default',
    chart: 'categoricalBlue',
  },
  partly: {
    label: 'Not fully',
    title: 'Mailboxes whose mail access is not fully recorded',
    meaning: 'some access is not recorded, or kept for a shorter time',
    colour: 'attention',
    chart: 'attention',
  },
  'not-recorded': {
    label: 'Not recorded',
    title: 'Mailboxes whose mail access is not recorded',
    meaning: 'access leaves no record: nothing can be excluded',
    colour: 'attention',
    chart: 'attention',
  },
  unknown: {
    label: 'Unknown',
    title: 'Mailboxes of which it is not known',
    meaning: 'what decides was not given',
    colour: 'default',
    chart: 'categoricalTeal',
  },
};

export function rowRuns({ address, verdict, why, about }: CoverageRow): Run[] {
  const { label, colour } = VERDICT_WORDS[verdict];
  const more = dotted(cut(why, 300), ...about);
  return [bold(`${label}  `, colour), bold(name(address)), subtle(more === '' ? ' ' : ` · ${more}`)];
}
