import { samples as clocks } from '../clocks/sample.ts';
import { samples as messages } from '../messages/sample.ts';
import { samples as nextSteps } from '../next-steps/sample.ts';
import { samples as summaries } from '../summary/sample.ts';
import type { ManagerInput } from './facts.ts';

const ana = { objectId: '00000000-0000-4000-8000-000000000020', name: 'Ana Ortiz' };
const bo = { objectId: '00000000-0000-4000-8000-000000000021', name: 'Bo Lindgren' };
const nothing = { messages: 0, mailboxes: 0 };
const { confirmed, suspicious, 'cut off': cutOff, 'cannot tell': cannotTell } = summaries;
const steps = nextSteps.steps?.steps.items ?? [];
const noMailbox = { items: [], total: 0, offset: 0 };

function input(summary: ManagerInput['summary'] | undefined, more: Partial<ManagerInput>): ManagerInput {
  if (!summary) throw new Error('The samples of the summary have other names now');
  const work = { members: [], findings: {}, notes: [], ticks: {}, clocks: [], days: [], hold: null };
  const now = '2026-05-21T06:02:00Z';
  return { case: summary.case, summary, mailboxes: noMailbox, suspected: null, steps, work, now, ...more };
}

export const samples: Record<string, ManagerInput> = {
  'under way': input(confirmed, {
    mailboxes: messages.confirmed?.mailboxes ?? noMailbox,
    suspected: {
      total: 2,
      offset: 0,
      items: [
        {
          mailbox: 'ana@contoso.com',
          scope: 'suspected',
          verdict: 'entire-mailbox',
          messages: 0,
          folders: 6,
          windows: 0,
          firstAccess: '2026-05-16T02:00:00Z',
          lastAccess: '2026-05-16T02:08:00Z',
        },
        {
          mailbox: 'isaiah.l@contoso.com',
          scope: 'suspected',
          verdict: 'messages',
          messages: 214,
          folders: 0,
          windows: 1,
          firstAccess: '2026-05-14T13:00:00Z',
          lastAccess: '2026-05-15T13:34:00Z',
        },
      ],
    },
    work: {
      members: [
        { ...ana, lead: true, invited: null },
        { ...bo, lead: false, invited: { by: ana, at: '2026-05-20T18:00:00Z' } },
      ],
      findings: {
        f1: { owner: bo, acknowledged: { by: bo, at: '2026-05-20T10:00:00Z' }, suppressed: null, notes: [] },
        f2: { owner: bo, acknowledged: null, suppressed: null, notes: [] },
      },
      notes: [{ by: ana, at: '2026-05-20T11:02:00Z', text: 'lee.gu called back: no new phone, no trip' }],
      ticks: Object.fromEntries(
        steps.slice(0, 1).map(({ id }) => [id, { by: ana, at: '2026-05-20T14:10:00Z', title: '' }]),
      ),
      clocks: clocks.two?.clocks ?? [],
      days: [
        { day: '2026-05-20', findings: 0, confirmed: { messages: 98, mailboxes: 1 }, suspected: nothing },
        { day: '2026-05-21', findings: 0, confirmed: { messages: 214, mailboxes: 2 }, suspected: nothing },
      ],
      hold: { by: ana, at: '2026-05-20T12:00:00Z', reason: 'litigation is likely' },
    },
  }),
  privileged: input(suspicious, { case: { id: 'c-0520', name: 'contoso-0520', privileged: true } }),
  'cut off': input(cutOff, {}),
  'cannot tell': input(cannotTell, {}),
};
