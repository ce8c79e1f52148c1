import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { bytes, count, name, plural, sentence, span, time } from '../_shared/words.ts';
import type { Person } from '../_shared/work.ts';

/** How the watch of the tenant's activity feed stands. Times are ISO; seconds for lags. */
export interface WatchInput {
  /** null = nothing was ever watched */
  watch: {
    /** null = it is made with the first records */
    case: { id: string; name: string } | null;
    on: boolean;
    by: Person | null;
    /** when it was started or stopped */
    at: string;
    /** content types whose subscription is known to be enabled */
    subscribed: string[];
    /** everything that arrived before was listed */
    listedTo: string | null;
    /** the newest arrival that was listed */
    newest: string | null;
    /** from event to arrival */
    lag: { usual: number | null; now: number | null };
    /** the last poll, and what was wrong with it */
    poll: { at: string; words: string | null } | null;
    /** since midnight UTC */
    today: { blobs: number; again: number; records: number; kept: number };
    /** bytes that are not in the case yet */
    waiting: number;
    /** blobs that could not be had so far */
    owed: number;
    /** stretches that were not obtained */
    missing: number;
    outages: { from: string; to: string; why: string; lostTo: string | null; queried: boolean }[];
    trouble: { at: string; words: string } | null;
    /** sent to the service since the bot was started */
    requests: number;
  } | null;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    watch: WatchInput;
  }
}

type Standing = NonNullable<WatchInput['watch']>;

export const card = defineCard<WatchInput>({
  template: lineTemplate,
  rows: 5,
  data({ watch }, rows): LineCard {
    if (watch === null) return { ...nothing, headline: NOTHING };
    const outages = shownOf([...watch.outages].reverse(), rows);
    return {
      headline: headline({ watch }),
      about: watch.trouble === null ? (watch.on ? BEFORE : '') : sentence(watch.trouble.words),
      groups: [...group('', facts(watch)), ...group('Not listed in time', outages.items.map(outageLine))],
      note: outages.note,
      paging: [],
      buttons:
        watch.case === null
          ? []
          : [
              button('Findings', 'show-findings', { caseId: watch.case.id }),
              button('Gaps', 'show-gaps', { caseId: watch.case.id }),
              button('Inputs', 'show-inputs', { caseId: watch.case.id }),
            ],
    };
  },
  summary: headline,
});

/** A new subscription brings about a day of what was before it (reference/graph.md B6). */
const BEFORE = 'The feed begins with about the last day. Write hunt tenant to read what was before.';

const NOTHING = 'No tenant is watched';
const nothing = {
  about:
    'Write watch start to read the activity feed of your tenant into the case of this chat as it arrives.',
  groups: [],
  note: '',
  paging: [],
  buttons: [],
};

function headline({ watch }: WatchInput): string {
  if (watch === null) return NOTHING;
  const into = watch.case === null ? 'a new case' : `case ${name(watch.case.name)}`;
  if (!watch.on) return `The watch for ${into} is stopped`;
  return watch.trouble === null ? `The tenant is watched for ${into}` : `The watch for ${into} needs a look`;
}

function facts(watch: Standing): { inlines: Run[] }[] {
  const { by, lag, today, poll } = watch;
  const fact = (title: string, value: string) => line(bold(`${title}: `), text(value));
  const who = by === null ? '' : ` by ${name(by.name)}`;
  return [
    fact(watch.on ? 'Started' : 'Stopped', `${time(watch.at)}${who}`),
    fact('Subscribed', watch.subscribed.length === 0 ? 'not yet' : watch.subscribed.map(name).join(', ')),
    fact(
      'Listed',
      watch.listedTo === null
        ? 'nothing yet'
        : dotted(
            `all that arrived before ${time(watch.listedTo)}`,
            watch.newest !== null && `the newest arrived ${time(watch.newest)}`,
          ),
    ),
    fact(
      'Lag',
      lag.usual === null || lag.now === null
        ? 'not known yet'
        : `records arrive ${minutes(lag.now)} after the event, usually ${minutes(lag.usual)}`,
    ),
    fact(
      'Today',
      dotted(
        `${plural(today.blobs, 'batch', 'batches')} of Microsoft’s feed read`,
        `${count(today.kept)} of ${plural(today.records, 'record')} kept`,
        today.again > 0 && `${count(today.again)} listed again`,
      ),
    ),
    ...(watch.waiting > 0 ? [fact('Waiting', `${bytes(watch.waiting)} for the next analysis`)] : []),
    ...(watch.owed > 0
      ? [
          fact(
            'Owed',
            `${plural(watch.owed, 'batch', 'batches')} of the feed could not be read so far and will be tried again`,
          ),
        ]
      : []),
    ...(watch.missing > 0
      ? [
          fact(
            'Missing',
            `${plural(watch.missing, 'stretch', 'stretches')} not obtained: they are gaps of the case`,
          ),
        ]
      : []),
    ...(poll === null ? [] : [fact('Last poll', pollWords(poll))]),
    line(subtle(`${plural(watch.requests, 'request')} to Microsoft since Mailtrail was started`)),
  ];
}

function pollWords({ at, words }: NonNullable<Standing['poll']>): string {
  return words === null ? time(at) : `${time(at)}: ${words}`;
}

function outageLine({ from, to, why, lostTo, queried }: Standing['outages'][number]): { inlines: Run[] } {
  const later = 'what arrived meanwhile is listed afterwards';
  const lost = `what arrived before ${time(lostTo ?? '')} cannot be listed any more, ${
    queried ? 'and an audit query asks for it' : 'and only an audit query (hunt tenant) can get it'
  }`;
  return line(text(`${span(from, to)}: `), subtle(`${why}; ${lostTo === null ? later : lost}`));
}

const MINUTE_MS = 60_000;

function minutes(seconds: number): string {
  const whole = Math.round((seconds * 1_000) / MINUTE_MS);
  return whole < 120 ? `${count(whole)} min` : `${count(Math.round(whole / 60))} h`;
}
