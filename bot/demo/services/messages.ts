/** Messages of the mailboxes, as far as the log names them: subject, sender and time are made up, always the same. */
import { createHash } from 'node:crypto';
import { setImmediate as nextTick } from 'node:timers/promises';
import { z } from 'zod';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, MakeService, World } from '../service.ts';

interface Kept {
  internetMessageId: string | null;
  /** as addresses carry it */
  id: string;
  immutableId: string;
  size: number;
  at: string;
}

/** Outlook's own bound for one application and one mailbox (graph.md B3). */
const MOST_AT_ONCE = 4;

const access = z.looseObject({
  MailboxOwnerUPN: z.string(),
  CreationTime: z.string(),
  Folders: z.array(
    z.looseObject({
      FolderItems: z.array(
        z.looseObject({
          InternetMessageId: z.string().optional(),
          ImmutableId: z.string().optional(),
          SizeInBytes: z.number().optional(),
        }),
      ),
    }),
  ),
});

export const service: MakeService = (world) => {
  const { faults } = world;
  let mailboxes: Map<string, Kept[]> | null = null;
  const underWay = new Map<string, number>();

  /** The messages of a mailbox; null when there is none of that name. */
  function messagesOf(name: string): Kept[] | null {
    const user = world.users.find(
      ({ id, userPrincipalName }) => id === name || userPrincipalName.toLowerCase() === name.toLowerCase(),
    );
    if (user === undefined) return null;
    mailboxes ??= readMailboxes(world);
    return mailboxes.get(user.userPrincipalName.toLowerCase()) ?? [];
  }

  async function answer(request: DemoRequest, find: (kept: Kept[]) => DemoAnswer): Promise<DemoAnswer> {
    const name = request.params['user-id'] ?? '';
    const running = (underWay.get(name) ?? 0) + 1;
    if (running > MOST_AT_ONCE || faults.strikes('messages/throttled')) return THROTTLED;
    underWay.set(name, running);
    try {
      // Long enough for calls sent at once to be there at once.
      await nextTick();
      await nextTick();
      if (faults.strikes('messages/refused')) {
        return refusal(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
      }
      const kept = messagesOf(name);
      if (kept === null) return refusal(404, 'ErrorInvalidUser', `The requested user '${name}' is invalid.`);
      return find(kept);
    } finally {
      underWay.set(name, (underWay.get(name) ?? 1) - 1);
    }
  }

  function list(request: DemoRequest, kept: Kept[]): DemoAnswer {
    const wanted = filterOf(request.query.get('$filter') ?? '');
    if (wanted === null)
      return refusal(
        400,
        'ErrorInvalidUrlQueryFilter',
        'The query filter contains one or more invalid nodes.',
      );
    let found = kept.filter(
      ({ internetMessageId }) => internetMessageId?.toLowerCase() === wanted.toLowerCase(),
    );
    if (found.length > 0 && faults.strikes('messages/deleted')) found = [];
    if (found.length > 0 && faults.strikes('messages/rewritten')) found = [];
    if (found.length > 0 && faults.strikes('messages/several')) found = [...found, ...found.map(copyOf)];
    return { status: 200, body: { value: found.map((one) => drawn(one, request)) } };
  }

  function get(request: DemoRequest, kept: Kept[]): DemoAnswer {
    const id = request.params['message-id'] ?? '';
    if (!/^[\w=-]{20,}$/.test(id)) return refusal(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
    const found = kept.find((one) => (wantsImmutable(request) ? one.immutableId : one.id) === id);
    return found === undefined
      ? refusal(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
      : { status: 200, body: drawn(found, request) };
  }

  return {
    routes: [
      {
        method: 'GET',
        path: '/v1.0/users/{user-id}/messages',
        answer: (request) => answer(request, (kept) => list(request, kept)),
      },
      {
        method: 'GET',
        path: '/v1.0/users/{user-id}/messages/{message-id}',
        answer: (request) => answer(request, (kept) => get(request, kept)),
      },
    ],
    faults: {
      'messages/throttled': 'more calls at once about a mailbox than Outlook allows',
      'messages/refused': 'an access policy keeps the application out of the mailbox',
      'messages/deleted': 'a message is not there any more',
      'messages/rewritten': 'a message is there, but under another Message-ID',
      'messages/several': 'two messages carry one Message-ID',
    },
  };
};

const THROTTLED: DemoAnswer = {
  ...refusal(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.'),
  headers: { 'Retry-After': '1' },
};

/** What stands between the quotes; doubled quotes are one. Anything else is not understood. */
function filterOf(filter: string): string | null {
  const [, quoted] = /^internetMessageId eq '((?:[^']|'')*)'$/.exec(filter) ?? [];
  return quoted?.replaceAll("''", "'") ?? null;
}

function readMailboxes({ records }: World): Map<string, Kept[]> {
  const found = new Map<string, Map<string, Kept>>();
  for (const { record } of records) {
    if (record.Operation !== 'MailItemsAccessed' || record.Folders === undefined) continue;
    const { data } = access.safeParse(record);
    if (data === undefined) continue;
    const mailbox = data.MailboxOwnerUPN.toLowerCase();
    const kept = found.get(mailbox) ?? new Map<string, Kept>();
    found.set(mailbox, kept);
    for (const item of data.Folders.flatMap(({ FolderItems }) => FolderItems)) {
      const key = item.ImmutableId ?? item.InternetMessageId;
      if (key === undefined || kept.has(key)) continue;
      const immutableId = inAddress(item.ImmutableId ?? `AAkALgAAAAAA${digest(key).toString('base64')}`);
      kept.set(key, {
        internetMessageId: item.InternetMessageId ?? null,
        id: `AAMkAG${inAddress(digest(`${mailbox} ${key}`).toString('base64'))}`,
        immutableId,
        size: item.SizeInBytes ?? 0,
        at: `${data.CreationTime}Z`,
      });
    }
  }
  return new Map([...found].map(([mailbox, kept]) => [mailbox, [...kept.values()]]));
}

function inAddress(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function copyOf(one: Kept): Kept {
  return { ...one, id: `${one.id.slice(0, -2)}C=`, immutableId: `${one.immutableId.slice(0, -2)}C=` };
}

function wantsImmutable({ headers }: DemoRequest): boolean {
  return /IdType="ImmutableId"/.test(headers.prefer ?? '');
}

const SUBJECTS = [
  'Pay run',
  'Board papers',
  'Offer, second round',
  'Invoice',
  'Minutes',
  'Contract, signed',
  'Re: Travel',
];
const SENDERS = ['megan', 'accounts', 'hr', 'legal', 'no-reply'];

function drawn(one: Kept, request: DemoRequest): unknown {
  const chance = digest(one.internetMessageId ?? one.immutableId);
  const from = {
    emailAddress: { name: 'Sender', address: `${SENDERS[chance.readUInt8(0) % SENDERS.length]}@example.net` },
  };
  const received = new Date(Date.parse(one.at) - chance.readUInt16BE(1) * 60_000).toISOString();
  const all: Record<string, unknown> = {
    id: wantsImmutable(request) ? one.immutableId : one.id,
    internetMessageId: one.internetMessageId,
    subject: `${SUBJECTS[chance.readUInt8(3) % SUBJECTS.length]} ${chance.readUInt16BE(4)}`,
    sender: from,
    from,
    receivedDateTime: `${received.slice(0, 19)}Z`,
    sentDateTime: `${received.slice(0, 19)}Z`,
    hasAttachments: one.size > 180_000,
    internetMessageHeaders:
      chance.readUInt8(6) % 8 === 0 ? [{ name: 'Sensitivity', value: 'Company-Confidential' }] : [],
  };
  const wanted = request.query.get('$select')?.split(',') ?? Object.keys(all);
  return Object.fromEntries(
    [...new Set(['id', ...wanted])].filter((key) => key in all).map((key) => [key, all[key]]),
  );
}
