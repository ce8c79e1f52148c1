import { samples as contexts } from '../contexts/sample.ts';
import type { WhoReadInput } from './model.ts';

const [owner, attacker] = Object.values(contexts)[0]?.contexts.items ?? [];
const known = [owner, attacker].filter((one) => one !== undefined);

const base = { case: { id: 'c-0520', name: 'contoso-0520' }, question: 'q-1' };

export const samples: Record<string, WhoReadInput> = {
  named: {
    ...base,
    asked: 2,
    named: 1,
    since: '2026-05-13T16:00:00Z',
    copies: {
      total: 2,
      offset: 0,
      items: [
        {
          id: 'caf0001@mail.contoso.com',
          mailbox: 'lee.gu@contoso.com',
          binds: 3,
          firstBind: '2026-05-14T03:00:00Z',
          lastBind: '2026-05-14T03:16:00Z',
          called: {
            state: 'found',
            subject: 'Salaries of the board',
            sender: 'hr@contoso.com',
            receivedAt: '2026-05-13T16:00:00Z',
            hasAttachments: false,
            sensitivity: 'normal',
            why: null,
          },
          folders: ['\\Inbox', '\\Projects'],
          readers: known,
          syncs: 9,
          syncsOfFolder: 2,
          syncMailboxes: 1,
          firstSync: '2026-05-14T03:00:00Z',
          lastSync: '2026-05-14T03:16:00Z',
          syncers: known.slice(0, 1),
          gaps: 4,
          topGaps: [
            {
              kind: 'throttled',
              certainty: 'proven',
              from: '2026-05-14T17:41:00Z',
              to: '2026-05-15T17:42:00Z',
            },
            { kind: 'silence', certainty: 'suspected', from: '2026-05-16T08:00:00Z', to: null },
          ],
        },
        {
          id: 'caf0002@mail.contoso.com',
          mailbox: null,
          binds: 0,
          firstBind: null,
          lastBind: null,
          folders: [],
          readers: [],
          syncs: 4_120,
          syncsOfFolder: 0,
          syncMailboxes: 71,
          firstSync: '2026-05-13T16:02:00Z',
          lastSync: '2026-05-20T10:00:00Z',
          syncers: [],
          gaps: 0,
          topGaps: [],
        },
      ],
    },
  },
  nothing: { ...base, asked: 1, named: 0, since: null, copies: { items: [], total: 0, offset: 0 } },
};
