/** Files dropped into channels and group chats. Teams does not deliver them to bots: they are fetched through Graph. */
import type { Use } from '../graph/permissions.ts';
import { downloadShared, type PostPlace, readPost, sharedItem } from '../graph/posts.ts';
import { permissionWords } from '../graph/problem.ts';
import { Problem } from '../problems.ts';
import { mayFetch, safeFileName } from '../teams/files.ts';
import type { Caller, OfferedFile, Place, Posted } from '../turn.ts';
import type { Tenant } from './tenant.ts';

export interface PostedBy {
  caller: Caller;
  place: Place;
  /** absent when Teams did not say which message it was */
  posted?: Posted;
}

const INSTEAD = [
  'Send the export to me in a private chat and write analyze.',
  'Then write case <name> here to work on it together.',
];

/**
 * What somebody attached to a message. Only what they put into SharePoint or OneDrive themselves: Mailtrail may open
 * more than they may, and must not do it for them.
 * @throws Problem when there is none or it may not be, GraphError when Graph refuses or fails
 */
export async function postedFiles(tenant: Tenant | null, by: PostedBy): Promise<OfferedFile[]> {
  const { caller, place, posted } = by;
  const use: Use = place.scope === 'channel' ? 'channel-messages' : 'chat-messages';
  if (tenant === null) {
    throw new Problem('Teams gives me no files in channels and group chats', [
      ...INSTEAD,
      `To fetch them I must be connected to the tenant, with ${permissionWords(use)} and ${permissionWords('shared-files')}.`,
    ]);
  }
  if (place.tenantId?.toLowerCase() !== tenant.id) {
    throw new Problem('This conversation is not in the tenant I am connected to', INSTEAD);
  }
  const where = posted === undefined ? null : placeOf(place, posted);
  if (posted === undefined || where === null) {
    throw new Problem('Teams did not tell me which message this is, so I cannot look for its files', INSTEAD);
  }
  const post = await readPost(tenant.graph, where, posted.id);
  if (post.writerId !== caller.objectId) throw notTheirs('That message');
  if (post.files.length === 0) {
    throw new Problem('There is no file with your message', [
      'Attach the export to the same message in which you write to me.',
      ...INSTEAD.slice(0, 1),
    ]);
  }
  const files: OfferedFile[] = [];
  for (const { name, address } of post.files) {
    const called = `The file ${safeFileName(name)}`;
    if (!URL.canParse(address) || !mayFetch(new URL(address), false)) {
      throw new Problem(
        `${called} is not where Teams keeps files, so I did not fetch it`,
        INSTEAD.slice(0, 1),
      );
    }
    const item = await sharedItem(tenant.graph, address);
    if (!item.madeBy.includes(caller.objectId)) throw notTheirs(called);
    files.push({ name: safeFileName(item.name), downloadUrl: address, shared: true });
  }
  return files;
}

/** @throws Problem when there is no tenant any more, GraphError */
export async function fetchShared(
  tenant: Tenant | null,
  file: OfferedFile,
  to: string,
  mostBytes: number,
  signal: AbortSignal,
): Promise<void> {
  if (tenant === null) throw new Problem(`The file ${file.name} cannot be fetched without a tenant`, INSTEAD);
  await downloadShared(tenant.graph, file.downloadUrl, to, mostBytes, signal);
}

function placeOf({ scope, conversationId }: Place, { id, groupId }: Posted): PostPlace | null {
  const [threadId = '', rootId = id] = conversationId.split(';messageid=');
  if (scope !== 'channel') return { kind: 'chat', chatId: threadId };
  return groupId === null ? null : { kind: 'channel', groupId, channelId: threadId, rootId };
}

function notTheirs(what: string): Problem {
  return new Problem(`${what} is not yours, so I did not fetch it`, [
    'I fetch only files that whoever asks for them has put there themselves.',
    ...INSTEAD.slice(0, 1),
  ]);
}
