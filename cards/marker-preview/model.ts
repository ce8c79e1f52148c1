import type { MarkerPreview } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { bold, type Run, text } from '../_shared/rich.ts';
import { count, cut, plural, sentence } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** What a marker would hit, before it counts. */
export interface MarkerPreviewInput {
  caseId: string;
  preview: MarkerPreview;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'marker-preview': MarkerPreviewInput;
  }
}

export const card = defineCard<MarkerPreviewInput>({
  template,
  data({ caseId, preview }) {
    return {
      headline: headline(preview),
      colour: preview.refusal === null ? 'accent' : 'warning',
      hits: hits(preview),
      lines: lines(preview),
      buttons: preview.refusal === null ? confirmButtons(caseId, preview) : [button('Close', 'dismiss', {})],
    };
  },
  summary: ({ preview }) => `${sentence(headline(preview))} ${hits(preview)}`.trimEnd(),
});

function confirmButtons(caseId: string, { marker, verdict }: MarkerPreview) {
  return [
    button(`Mark ${verdict}`, 'confirm-mark', { caseId, marker, verdict }),
    button('Cancel', 'dismiss', {}),
  ];
}

function headline({ marker, verdict, refusal }: MarkerPreview): string {
  const what = cut(marker, 160);
  return refusal === null ? `Mark ${what} as ${verdict}?` : `Cannot mark ${what} as ${verdict}`;
}

/** '' for a marker refused as it is written: nothing was counted then, so nothing may be said of what it hits. */
function hits({ records, mailboxes, contexts, refusal }: MarkerPreview): string {
  if (records === 0 && refusal !== null) return '';
  if (records === 0) return 'It hits no record of this case.';
  const where = plural(mailboxes, 'mailbox', 'mailboxes');
  return `It hits ${plural(records, 'record')} of ${where}, in ${plural(contexts, 'context')}.`;
}

function lines(preview: MarkerPreview): { inlines: Run[] }[] {
  const { refusal, advice } = preview;
  return [
    refusal === null ? null : [bold('Why not: '), text(sentence(refusal))],
    ends(preview),
    doubts(preview),
    advice === null ? null : [bold('What to do: '), text(sentence(advice))],
  ].flatMap((inlines) => (inlines === null ? [] : [{ inlines }]));
}

/** A marker has one verdict: whoever sets the other one must know what that undoes. */
function ends({ verdict, setNow, confirmedAlone, refusal }: MarkerPreview): Run[] | null {
  if (setNow === null || refusal !== null) return null;
  if (setNow === verdict) return [text(`It is marked ${setNow} already.`)];
  return [
    bold('Careful: '),
    text(`it is marked ${setNow} now: that ends. ${goesOut(confirmedAlone)}`.trimEnd()),
  ];
}

/** '' where other markers confirm the same. */
function goesOut(alone: MarkerPreview['confirmedAlone']): string {
  if (alone === null) return '';
  const { messages, syncs, mailboxes } = alone;
  const what = [
    messages > 0 && plural(messages, 'message'),
    syncs > 0 && plural(syncs, 'folder sync'),
  ].filter((part) => part !== false);
  if (what.length === 0) return '';
  const whole =
    mailboxes > 0 ? `; then nothing is confirmed of ${plural(mailboxes, 'mailbox', 'mailboxes')}` : '';
  return `Out of the confirmed exposure goes what only it confirms: ${what.join(' and ')}${whole}.`;
}

/** What speaks for the other verdict. */
function doubts({ expectedContexts, unusualContexts, verdict }: MarkerPreview): Run[] | null {
  const against =
    verdict === 'hostile'
      ? `${plural(expectedContexts, 'of these contexts is', 'of these contexts are')} as expected: nothing there was found unusual. What the owner read there would count as the attacker’s.`
      : `something unusual was found in ${count(unusualContexts)} of these contexts. It would no longer be suspected.`;
  const any = verdict === 'hostile' ? expectedContexts : unusualContexts;
  return any === 0 ? null : [bold('Careful: '), text(against)];
}
