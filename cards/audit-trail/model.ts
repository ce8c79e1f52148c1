import type { Page } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, type Run, subtle, text } from '../_shared/rich.ts';
import { count, cut, name, plural, sentence, time } from '../_shared/words.ts';
import type { Person } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** One line of the audit trail. */
export interface AuditLine {
  seq: number;
  at: string;
  /** null = Mailtrail itself */
  by: Person | null;
  /** 'command mark', 'button confirm-mark' */
  what: string;
  words: string | null;
  outcome: 'allowed' | 'refused' | 'failed' | 'noted';
  why: string | null;
}

export interface AuditTrailInput {
  /** null = of all cases, and of what is about none */
  case: { id: string; name: string } | null;
  /** the newest first */
  entries: Page<AuditLine>;
  check: {
    lines: number;
    /** one sentence each */
    broken: string[];
    torn: number;
  };
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** Who did what, when, allowed and refused. */
    'audit-trail': AuditTrailInput;
  }
}

export const card = defineCard<AuditTrailInput>({
  template,
  data(input, rows) {
    const entries = shown(input.entries, rows);
    const about = input.case;
    return {
      headline: headline(input),
      colour: input.check.broken.length > 0 ? 'attention' : 'default',
      about: about === null ? 'All cases' : `Case ${name(about.name)}`,
      check: checkWords(input),
      entries: entries.items.map((entry) => ({ what: whatOf(entry), detail: detailOf(entry) })),
      note: entries.note,
      buttons: [
        ...(about === null
          ? pageButtons('show-whole-audit', {}, [entries], rows)
          : pageButtons('show-audit', { caseId: about.id }, [entries], rows)),
        ...(about === null ? [] : [button('Summary', 'show-summary', { caseId: about.id })]),
      ],
    };
  },
  summary: (input) => sentence(headline(input)),
});

function headline({ entries, check }: AuditTrailInput): string {
  if (check.broken.length > 0) return 'The audit trail was changed by other hands';
  return `Audit trail: ${plural(entries.total, 'entry', 'entries')}`;
}

function checkWords({ check: { lines, broken, torn } }: AuditTrailInput): string {
  const [first = ''] = broken;
  const rest = broken.length > 1 ? ` And ${count(broken.length - 1)} more.` : '';
  if (broken.length > 0) return `${sentence(first)}${rest} Keep a copy of audit.jsonl as it is.`;
  const cutShort =
    torn > 0 ? ` ${plural(torn, 'line was', 'lines were')} cut short by a stop, and kept.` : '';
  return `All ${plural(lines, 'line')} of the whole trail follow from one another.${cutShort}`;
}

function whatOf({ by, what, words, outcome }: AuditLine): Run[] {
  return [
    bold(by === null ? 'Mailtrail' : name(by.name)),
    text(`  ${what}${words === null ? '' : ` ${cut(readable(words), 160)}`}`),
    text(outcome === 'allowed' ? '' : ` · ${outcome}`, outcome === 'noted' ? 'accent' : 'attention'),
  ];
}

/** What a button carried is kept as it came; here it is told in words. */
function readable(words: string): string {
  if (!words.startsWith('{')) return words;
  try {
    const carried: Record<string, unknown> = JSON.parse(words);
    return Object.entries(carried)
      .map(([key, value]) => `${key} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
      .join(', ');
  } catch {
    return words;
  }
}

function detailOf({ seq, at, why }: AuditLine): Run[] {
  return [subtle(dotted(time(at), `number ${count(seq)}`, why === null ? null : cut(why, 200)))];
}
