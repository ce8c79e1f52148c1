import type { CaseIdentity } from '../../analysis/report.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { type Shown, shownOf } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { name, plural, sentence, time } from '../_shared/words.ts';
import type { CaseMember, CaseWork, ConfirmRequest, Person } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** Who is in a case, and how long it is kept. */
export interface CustodyInput {
  case: CaseIdentity & { createdAt: string };
  work: Pick<CaseWork, 'members' | 'hold' | 'retention' | 'overrides'>;
  /** what waits for a second person */
  requests: ConfirmRequest[];
  /** of who looks, in this case */
  role: 'viewer' | 'responder' | 'lead';
  /** ISO time, UTC */
  now: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    custody: CustodyInput;
  }
}

const WAITS: Record<ConfirmRequest['kind'], string> = {
  purge: 'Delete the case',
  'lift-hold': 'Lift the legal hold',
  override: 'Let in',
};

export const card = defineCard<CustodyInput>({
  template,
  data(input, rows) {
    const caseId = input.case.id;
    const lead = input.role === 'lead';
    return {
      headline: headline(input),
      lines: [
        { inlines: [bold('Legal hold: '), text(holdWords(input))] },
        { inlines: [bold('Kept: '), text(keptWords(input))] },
        { inlines: [bold('Under privilege: '), text(input.case.privileged === true ? 'yes' : 'no')] },
        { inlines: [bold('You are: '), text(`${input.role} in this case`)] },
      ],
      parts: [
        part('In the case', shownOf(input.work.members, rows), memberRow),
        part(
          'Let in although exposed or hostile',
          shownOf(Object.entries(input.work.overrides), rows),
          ([objectId, { reason, by, confirmedBy }]) => [
            text(name(nameOf(input.work.members, objectId))),
            subtle(` · by ${name(by.name)} and ${name(confirmedBy.name)}: ${sentence(reason)}`),
          ],
        ),
      ].filter(({ rows: found, note }) => found.length > 0 || note !== ''),
      requests: shownOf(input.requests, Math.min(rows, 3)).items.map((request) => ({
        inlines: [
          bold(`${WAITS[request.kind]}${request.person ? ` ${name(request.person.name)}` : ''}? `),
          text(sentence(request.reason)),
          subtle(` · ${name(request.by.name)} asks, until ${time(request.expiresAt)}`),
        ],
        buttons: lead
          ? [
              button('Confirm', 'confirm-request', { caseId, requestId: request.id }),
              button('Refuse', 'refuse-request', { caseId, requestId: request.id }),
            ]
          : [],
      })),
      buttons: [button('Summary', 'show-summary', { caseId })],
    };
  },
  summary: (input) =>
    `${sentence(headline(input))} ${input.work.hold === null ? 'Not on legal hold.' : 'On legal hold.'}`,
});

function headline({ case: { name: caseName }, work: { members } }: CustodyInput): string {
  const who =
    members.length === 0 ? 'only leads are in it' : `${plural(members.length, 'person', 'people')} in it`;
  return `Case ${name(caseName)}: ${who}`;
}

function holdWords({ work: { hold } }: CustodyInput): string {
  if (hold === null) return 'no';
  return `since ${time(hold.at)}, by ${name(hold.by.name)}: ${sentence(hold.reason)} Nothing of the case can be deleted.`;
}

const DAY_MS = 86_400_000;

function keptWords({ case: { createdAt }, work: { retention, hold }, now }: CustodyInput): string {
  if (retention === null) return 'until a lead purges it';
  const until = new Date(Date.parse(createdAt) + retention.days * DAY_MS);
  if (Number.isNaN(until.getTime())) return plural(retention.days, 'day');
  const end = `${plural(retention.days, 'day')}, until ${time(until.toISOString())}`;
  if (until.toISOString() > now) return end;
  return hold === null
    ? `${end}: that time is over, a lead can write purge`
    : `${end}: that time is over, but the hold goes before it`;
}

function part<T>(title: string, list: Shown<T>, row: (item: T) => Run[]) {
  return { title, rows: list.items.map((item) => ({ inlines: row(item) })), note: list.note };
}

function memberRow({ name: who, lead, invited }: CaseMember): Run[] {
  return [
    text(name(who)),
    subtle(
      ` · ${dotted(lead && 'lead', invited === null ? 'made it' : `invited by ${name(invited.by.name)}`)}`,
    ),
  ];
}

function nameOf(members: Person[], objectId: string): string {
  return members.find((one) => one.objectId === objectId)?.name ?? objectId;
}
