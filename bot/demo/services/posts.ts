/** Messages of channels and group chats, and the files people put there (reference/graph.md B1, teams-platform.md 2). */
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoFile, DemoPost, DemoRequest, MakeService, World } from '../service.ts';

const CHANNEL = '/v1.0/teams/{team-id}/channels/{channel-id}/messages/{chatMessage-id}';
const USUAL_REPLIES = 20;
const MOST_REPLIES = 50;

export const service: MakeService = (world) => ({
  routes: [
    {
      method: 'GET',
      path: CHANNEL,
      answer: (request) =>
        one(inChannel(world, request).find((post) => post.replyTo === null && isAsked(post, request))),
    },
    { method: 'GET', path: `${CHANNEL}/replies`, answer: (request) => replies(world, request) },
    {
      method: 'GET',
      path: '/v1.0/chats/{chat-id}/messages/{chatMessage-id}',
      answer: (request) =>
        one(world.posts.find((post) => post.thread === request.params['chat-id'] && isAsked(post, request))),
    },
    {
      method: 'GET',
      path: '/v1.0/shares/{sharedDriveItem-id}/driveItem',
      answer(request) {
        const file = fileOf(world, request);
        return file === undefined ? unknown() : { status: 200, body: driveItem(file) };
      },
    },
    {
      method: 'GET',
      path: '/v1.0/shares/{sharedDriveItem-id}/driveItem/content',
      answer(request) {
        const file = fileOf(world, request);
        if (file === undefined) return unknown();
        return {
          status: 302,
          headers: { Location: `${request.root}/content/${files(world).indexOf(file)}` },
        };
      },
    },
    {
      method: 'GET',
      path: '/content/{file}',
      answer({ params }) {
        const file = files(world)[Number(params.file)];
        return file === undefined ? unknown() : { status: 200, raw: file.content };
      },
    },
  ],
  faults: {},
});

function isAsked({ id }: DemoPost, { params }: DemoRequest): boolean {
  return id === params['chatMessage-id'];
}

function inChannel({ posts }: World, { params }: DemoRequest): DemoPost[] {
  return posts.filter(
    ({ groupId, thread }) => groupId === params['team-id'] && thread === params['channel-id'],
  );
}

function replies(world: World, request: DemoRequest): DemoAnswer {
  const top = Number(request.query.get('$top') ?? USUAL_REPLIES);
  if (!(top >= 1 && top <= MOST_REPLIES)) return refusal(400, 'BadRequest', 'Invalid $top.');
  const skip = Number(request.query.get('$skiptoken') ?? 0);
  const root = request.params['chatMessage-id'];
  const all = inChannel(world, request).filter(({ replyTo }) => replyTo === root);
  const path = `/v1.0/teams/${request.params['team-id']}/channels/${request.params['channel-id']}/messages/${root}/replies`;
  const next = `${request.root}${path}?$top=${top}&$skiptoken=${skip + top}`;
  return {
    status: 200,
    body: {
      value: all.slice(skip, skip + top).map(message),
      ...(skip + top < all.length ? { '@odata.nextLink': next } : {}),
    },
  };
}

function one(post: DemoPost | undefined): DemoAnswer {
  return post === undefined ? unknown() : { status: 200, body: message(post) };
}

function message({ id, replyTo, writerId, files }: DemoPost): object {
  return {
    id,
    replyToId: replyTo,
    messageType: 'message',
    from: { user: { id: writerId, displayName: 'Somebody' } },
    body: { contentType: 'html', content: '<p>analyze</p>' },
    attachments: files.map(({ name, address }, index) => ({
      id: `attachment-${index}`,
      contentType: 'reference',
      contentUrl: address,
      name,
    })),
  };
}

function driveItem({ name, ownerId, content }: DemoFile): object {
  const by = { user: { id: ownerId, displayName: 'Somebody' } };
  return {
    '@odata.type': '#microsoft.graph.driveItem',
    id: '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K',
    name,
    size: Buffer.byteLength(content),
    file: { mimeType: 'text/csv' },
    createdBy: by,
    lastModifiedBy: by,
  };
}

function files({ posts }: World): DemoFile[] {
  return posts.flatMap((post) => post.files);
}

function fileOf(world: World, { params }: DemoRequest): DemoFile | undefined {
  const token = params['sharedDriveItem-id'] ?? '';
  const address = Buffer.from(token.replace(/^u!/, ''), 'base64url').toString();
  return token.startsWith('u!') ? files(world).find((file) => file.address === address) : undefined;
}

function unknown(): DemoAnswer {
  return refusal(404, 'NotFound', 'NotFound');
}
