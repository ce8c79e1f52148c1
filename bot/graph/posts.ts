/** Messages of channels and group chats, and the files they point at (reference/teams-platform.md 2, graph.md B1). */
import { z } from 'zod';
import { type Graph, GraphError } from './graph.ts';
import type { Use } from './permissions.ts';

export type PostPlace =
  | { kind: 'channel'; groupId: string; channelId: string; rootId: string }
  | { kind: 'chat'; chatId: string };

export interface Post {
  id: string;
  /** object id of who wrote it, lower-case; null when it was no person */
  writerId: string | null;
  /** files it points at */
  files: { name: string; address: string }[];
}

export interface SharedItem {
  name: string;
  /** bytes */
  size: number;
  /** object ids, lower-case, of who made the file and who changed it last */
  madeBy: (string | null)[];
}

/** While somebody waits for an answer in the chat. */
const WITHIN_MS = 30_000;
const DOWNLOAD_MS = 30 * 60_000;
/** Replies come this many at a time at most, and cannot be asked for one by one. */
const REPLIES = 50;
const MOST_REPLY_PAGES = 20;
const MOST_FILES = 20;

const personShape = z.object({ user: z.object({ id: z.string().nullish() }).nullish() }).nullish();
const postShape = z.object({
  id: z.string(),
  from: personShape,
  attachments: z
    .array(
      z.object({
        contentType: z.string().nullish(),
        contentUrl: z.string().max(8_000).nullish(),
        name: z.string().nullish(),
      }),
    )
    .nullish(),
});
const itemShape = z.object({
  name: z.string(),
  size: z.number(),
  file: z.looseObject({}),
  createdBy: personShape,
  lastModifiedBy: personShape,
});

/** @throws GraphError; 404 when there is no such message */
export async function readPost(graph: Graph, place: PostPlace, id: string): Promise<Post> {
  if (place.kind === 'chat') {
    const path = `/chats/${encodeURIComponent(place.chatId)}/messages/${encodeURIComponent(id)}`;
    const { body, requestId } = await graph.get(path, { use: 'chat-messages', within: WITHIN_MS });
    return postOf(body, requestId, 'chat-messages');
  }
  const use = 'channel-messages';
  const channel = `/teams/${encodeURIComponent(place.groupId)}/channels/${encodeURIComponent(place.channelId)}`;
  const root = `${channel}/messages/${encodeURIComponent(place.rootId)}`;
  if (id === place.rootId) {
    const { body, requestId } = await graph.get(root, { use, within: WITHIN_MS });
    return postOf(body, requestId, use);
  }
  for await (const page of graph.pages(`${root}/replies`, {
    use,
    query: { $top: REPLIES },
    within: WITHIN_MS,
  })) {
    const found = page.items.find((item) => z.object({ id: z.literal(id) }).safeParse(item).success);
    if (found !== undefined) return postOf(found, page.requestId, use);
    if (page.number === MOST_REPLY_PAGES) break;
  }
  throw new GraphError('Microsoft Graph does not know the message yet', 404, 'no-such-message', null, use);
}

/** @throws GraphError */
export async function sharedItem(graph: Graph, address: string): Promise<SharedItem> {
  const query = { $select: 'id,name,size,file,createdBy,lastModifiedBy' };
  const call = { use: 'shared-files', query, within: WITHIN_MS } as const;
  const { body, requestId } = await graph.get(`/shares/${shareToken(address)}/driveItem`, call);
  const item = itemShape.safeParse(body);
  if (!item.success) throw strange('about a file', requestId, 'shared-files');
  const { name, size, createdBy, lastModifiedBy } = item.data;
  return { name, size, madeBy: [idOf(createdBy), idOf(lastModifiedBy)] };
}

/** @throws GraphError */
export function downloadShared(
  graph: Graph,
  address: string,
  to: string,
  mostBytes: number,
  signal?: AbortSignal,
): Promise<void> {
  const path = `/shares/${shareToken(address)}/driveItem/content`;
  return graph.download(path, to, mostBytes, { use: 'shared-files', within: DOWNLOAD_MS, signal });
}

function shareToken(address: string): string {
  return `u!${Buffer.from(address).toString('base64url')}`;
}

function postOf(body: unknown, requestId: string | null, use: Use): Post {
  const post = postShape.safeParse(body);
  if (!post.success) throw strange('about a message', requestId, use);
  const files = (post.data.attachments ?? []).flatMap(({ contentType, contentUrl, name }) =>
    contentType === 'reference' && contentUrl ? [{ name: name ?? '', address: contentUrl }] : [],
  );
  return { id: post.data.id, writerId: idOf(post.data.from), files: files.slice(0, MOST_FILES) };
}

function idOf(person: z.infer<typeof personShape>): string | null {
  return person?.user?.id?.toLowerCase() ?? null;
}

function strange(about: string, requestId: string | null, use: Use): GraphError {
  const words = `An answer of Microsoft Graph ${about} is not as documented`;
  return new GraphError(words, 200, 'malformed', requestId, use);
}
