import type { Severity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import type { JsonObject } from '../_shared/literal.ts';
import { type ReadsAlong, readsAlongWarnings } from '../_shared/reads-along.ts';
import { dotted } from '../_shared/rich.ts';
import { count, name, plural, time } from '../_shared/words.ts';
import type { Person } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** What this conversation is told, and how that stands. */
export interface AlertsStatusInput extends ReadsAlong {
  /** null = nothing is told here */
  watch: {
    /** null = the case of the inbox folder, which is not there yet */
    case: { id: string; name: string } | null;
    /** whether it is the case of the inbox folder */
    inbox: boolean;
    floor: Severity;
    quiet: { from: string; to: string; zone: string; now: boolean } | null;
    by: Person;
    at: string;
    /** findings that have a message, or a line of one, here */
    told: number;
    /** in the case before anybody asked to be told */
    known: number;
    /** kept back by quiet hours or because they are suppressed */
    held: number;
  } | null;
  digest: { at: string; zone: string } | null;
  /** messages and edits still to be sent */
  waiting: number;
  /** messages that Teams refused for good */
  refused: { count: number; why: string };
  /** files of the inbox folder, the newest first */
  files: { name: string; at: string; words: string }[];
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'alerts-status': AlertsStatusInput;
  }
}

export const card = defineCard<AlertsStatusInput>({
  template,
  rows: 5,
  data(input, rows) {
    return {
      headline: headline(input),
      warnings: readsAlongWarnings(input).map((warning) => ({ warning })),
      facts: [
        ...watchFacts(input),
        { title: 'Digest', value: digestWords(input) },
        ...(input.waiting > 0
          ? [
              {
                title: 'Waiting',
                value: `${plural(input.waiting, 'message or edit', 'messages and edits')} to be sent`,
              },
            ]
          : []),
        ...(input.refused.count > 0
          ? [
              {
                title: 'Not sent',
                value: `${count(input.refused.count)} refused by Teams: ${input.refused.why}`,
              },
            ]
          : []),
        ...input.files
          .slice(0, rows)
          .map((file) => ({ title: 'Inbox', value: `${name(file.name)}, ${time(file.at)}: ${file.words}` })),
      ],
      buttons: buttons(input),
    };
  },
  summary: headline,
});

function headline({ watch, digest }: AlertsStatusInput): string {
  if (watch === null) {
    return digest === null
      ? 'Nothing is told here by itself'
      : 'A digest is told here once a day, nothing else by itself';
  }
  return `New findings of ${caseWords(watch)} are told here, from ${watch.floor} up`;
}

function caseWords({ case: about, inbox }: NonNullable<AlertsStatusInput['watch']>): string {
  if (about === null) return 'the inbox folder';
  return inbox ? `${name(about.name)} (the inbox folder)` : name(about.name);
}

function watchFacts({ watch }: AlertsStatusInput): { title: string; value: string }[] {
  if (watch === null)
    return [{ title: 'Begin', value: 'alerts here, or alerts here critical quiet 22:00-06:00 UTC' }];
  const { quiet } = watch;
  return [
    { title: 'Set by', value: `${name(watch.by.name)}, ${time(watch.at)}` },
    {
      title: 'Quiet',
      value:
        quiet === null
          ? 'never'
          : dotted(
              `${quiet.from} to ${quiet.to} ${quiet.zone}`,
              quiet.now && 'now',
              'critical is told at once',
            ),
    },
    {
      title: 'Findings',
      value: dotted(
        `${count(watch.told)} told`,
        watch.held > 0 && `${count(watch.held)} held back`,
        watch.known > 0 && `${count(watch.known)} were there before`,
      ),
    },
  ];
}

function digestWords({ digest }: AlertsStatusInput): string {
  return digest === null ? 'none' : `daily at ${digest.at} ${digest.zone}`;
}

function buttons({ watch }: AlertsStatusInput): JsonObject[] {
  if (!watch?.case) return [];
  return [
    button('Findings', 'show-findings', { caseId: watch.case.id }),
    button('Summary', 'show-summary', { caseId: watch.case.id }),
  ];
}
