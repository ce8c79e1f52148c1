import type { CaseIdentity } from '../../analysis/report.ts';
import type { SignInKind, SignInMatchesSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { group, type LineCard, line, lineTemplate } from '../_shared/line-card.ts';
import { bold, subtle, text } from '../_shared/rich.ts';
import { count, name, plural, sentence, shorten, span, time } from '../_shared/words.ts';

/** Sign-ins that were fetched into a case, and what mail access they match. */
export interface SignInsInput {
  case: CaseIdentity;
  /** null = everybody's */
  user: string | null;
  /** the period asked for, ISO times */
  from: string;
  to: string;
  /** `failed`: why that kind does not count as complete */
  kinds: { kind: SignInKind; signIns: number; failed: string | null }[];
  added: number;
  /** since when what came counts as complete; null = for no kind */
  coveredFrom: string | null;
  requests: number;
  matches: Omit<SignInMatchesSection, 'case' | 'covered'>;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'sign-ins': SignInsInput;
  }
}

const KINDS = new Map<string, string>([
  ['interactive', 'by hand'],
  ['non-interactive', 'in the name of a user'],
  ['service-principal', 'of applications'],
  ['managed-identity', 'of managed identities'],
]);

export const card = defineCard<SignInsInput>({
  template: lineTemplate,
  data(input): LineCard {
    const { case: about, kinds, from, to, added, requests, matches } = input;
    const caseId = about.id;
    return {
      headline: headline(input),
      about: `case ${name(about.name)}, ${span(from, to)}, ${plural(requests, 'page')}`,
      groups: [
        ...group(
          'Sign-ins',
          kinds
            .slice(0, 4)
            .map(({ kind, signIns, failed }) =>
              line(
                bold(`${count(signIns)} `),
                text(KINDS.get(kind) ?? 'of another kind'),
                ...(failed === null
                  ? []
                  : [bold('  not complete: ', 'attention'), text(sentence(shorten(failed, 240)))]),
              ),
            ),
        ),
        ...group('', [line(subtle(coverage(input, added)))]),
        ...group(`Records of mail access held against ${plural(matches.signIns, 'sign-in')}`, [
          line(bold(`${count(matches.matched)} matched: `), text('their session or token signed in')),
          line(
            bold(
              `${count(matches.unmatched)} without a sign-in: `,
              matches.unmatched > 0 ? 'attention' : undefined,
            ),
            text('their session and token have none, though sign-ins of that time are complete'),
          ),
          line(
            bold(`${count(matches.unmatchable)} cannot be matched: `),
            text('no session or token is recorded, or sign-ins of that time are not complete'),
          ),
        ]),
      ],
      note: '',
      paging: [],
      buttons: [
        button('Findings', 'show-findings', { caseId }),
        button('Who and how', 'show-contexts', { caseId }),
        button('Summary', 'show-summary', { caseId }),
      ],
    };
  },
  summary: headline,
});

function headline({ user, kinds, matches }: SignInsInput): string {
  const total = kinds.reduce((sum, { signIns }) => sum + signIns, 0);
  const whose = user === null ? 'of the tenant' : `of ${name(user)}`;
  const without = matches.unmatched > 0 ? `; ${plural(matches.unmatched, 'read')} without any` : '';
  return `${plural(total, 'sign-in')} ${whose}${without}`;
}

function coverage({ coveredFrom, from, to }: SignInsInput, added: number): string {
  const news = `${count(added)} of them were new to the case.`;
  if (coveredFrom === null) return `${news} For no kind do they count as complete.`;
  if (Date.parse(coveredFrom) <= Date.parse(from))
    return `${news} Kinds that came whole count as complete until ${time(to)}.`;
  return `${news} Entra keeps 30 days: they count as complete only from ${time(coveredFrom)} to ${time(to)}.`;
}
