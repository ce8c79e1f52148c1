import type { Finding, Severity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import type { JsonObject } from '../_shared/literal.ts';
import { dotted } from '../_shared/rich.ts';
import { SEVERITY_COLOUR } from '../_shared/vocabulary.ts';
import { name, plural, sentence, shorten, time, title } from '../_shared/words.ts';
import type { FindingWork } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** One finding at a glance, in a channel: edited in place as more is known and people act. */
export interface AlertInput {
  case: { id: string; name: string };
  finding: Pick<Finding, 'id' | 'title' | 'mailboxes' | 'messages' | 'firstSeen'> & { severity: Severity };
  /** records that are its evidence; null when it is not in the case any more */
  records: number | null;
  work: FindingWork;
  /** the marker that settled it; null while none did */
  closed: 'hostile' | 'trusted' | null;
  /** the newest first */
  changes: { at: string; words: string }[];
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    alert: AlertInput;
  }
}

export const card = defineCard<AlertInput>({
  template,
  rows: 3,
  data(input, rows) {
    const open = isOpen(input);
    return {
      headline: headline(input),
      colour: open ? SEVERITY_COLOUR[input.finding.severity] : 'default',
      seen: seen(input),
      facts: [
        { title: 'State', value: state(input) },
        ...(open
          ? [{ title: 'With', value: input.work.owner ? person(input.work.owner.name) : 'nobody yet' }]
          : []),
        ...input.changes.slice(0, rows).map(({ at, words }, i) => ({
          title: i === 0 ? 'Changed' : 'Before',
          value: `${time(at)}: ${words}`,
        })),
      ],
      buttons: buttons(input),
    };
  },
  summary: (input) => dotted(headline(input), seen(input)),
});

/** A fact without a value is left out by the clients, and that somebody has it would be lost. */
function person(called: string): string {
  return name(called).trim() || 'somebody without a name';
}

function isOpen({ records, closed }: AlertInput): boolean {
  return records !== null && closed === null;
}

/** Without the case: it may be called after a file or a folder, and would read as part of what happened. */
function headline({ finding }: AlertInput): string {
  return `${title(finding.severity)} · ${shorten(finding.title, 160)}`;
}

function seen({ finding, records, case: { name: caseName } }: AlertInput): string {
  return dotted(
    records !== null &&
      `seen ${records === 1 ? 'once' : plural(records, 'time')} since ${time(finding.firstSeen)}`,
    finding.mailboxes.length > 0 && plural(finding.mailboxes.length, 'mailbox', 'mailboxes'),
    finding.messages > 0 && plural(finding.messages, 'message'),
    `case ${name(caseName)}`,
  );
}

function state({ records, closed, work }: AlertInput): string {
  if (closed !== null) return `closed: marked ${closed}`;
  if (records === null) return 'closed: more records or a marker changed it, it is not in the case any more';
  return dotted(
    work.acknowledged === null
      ? 'open'
      : `acknowledged by ${name(work.acknowledged.by.name)}, ${time(work.acknowledged.at)}`,
    work.suppressed !== null &&
      `suppressed by ${name(work.suppressed.by.name)} until ${time(work.suppressed.until)}: ${sentence(shorten(work.suppressed.reason, 120))}`,
  );
}

function buttons(input: AlertInput): JsonObject[] {
  const data = { caseId: input.case.id, id: input.finding.id };
  const details = button('Details', 'show-finding', data);
  if (!isOpen(input)) return [details];
  // So that the alert itself stays where it is: it is redrawn by who keeps it.
  const here = { ...data, alert: true };
  const { acknowledged, owner, suppressed } = input.work;
  return [
    details,
    ...(acknowledged === null ? [button('Acknowledge', 'ack-finding', here)] : []),
    ...(owner === null ? [button('Assign to me', 'assign-finding', here)] : []),
    ...(suppressed === null ? [button('Suppress…', 'suppress-finding', here)] : []),
  ];
}
