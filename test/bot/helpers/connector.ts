/** A stand-in for the service Teams sends from: takes messages and edits, remembers them, misbehaves on request. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Sent {
  method: 'POST' | 'PUT';
  conversationId: string;
  messageId: string;
  activity: {
    text?: string;
    summary?: string;
    entities?: { type: string; mentioned?: { id: string; name: string } }[];
    attachments?: { contentType: string; content: Record<string, unknown> }[];
  };
  /** the first message of a new thread in a channel */
  isRoot: boolean;
}

/**
 * What goes wrong: an answer other than 200; or the message is taken (`taken`) and no answer ever comes, or the
 * connection breaks before one.
 */
export type Mishap =
  | { status: number; headers?: Record<string, string>; code?: string }
  | { taken: boolean; ends: 'silence' | 'break' };

export interface Connector {
  url: string;
  /** what was accepted, in order */
  sent: Sent[];
  /** what to go wrong with, or null; asked before each */
  refuse: (sent: Sent) => Mishap | null;
  refused: number;
  /** milliseconds before each answer */
  delay: number;
  /** who is in every conversation */
  members: { id: string; aadObjectId: string; name: string; [more: string]: unknown }[];
  /** status that questions for members are answered with */
  membersFail: number | null;
  /** conversations whose members were asked for */
  asked: string[];
  close(): Promise<void>;
}

const ACTIVITIES = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/;
const MEMBERS = /^\/v3\/conversations\/([^/]+)\/(?:paged)?members(?:\/([^/?]+))?/i;

export async function startConnector(): Promise<Connector> {
  let messages = 0;
  const server = createServer((req, res) => {
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', async () => {
      if (connector.delay > 0) await new Promise((resolve) => setTimeout(resolve, connector.delay));
      const answer = (status: number, content: object, headers = {}) => {
        res.writeHead(status, { 'content-type': 'application/json', ...headers });
        res.end(JSON.stringify(content));
      };
      const [, asked = '', who] = MEMBERS.exec(req.url ?? '') ?? [];
      if (asked !== '') {
        connector.asked.push(decodeURIComponent(asked));
        const found = connector.members.filter(({ id, aadObjectId }) =>
          who === undefined ? true : [id, aadObjectId].includes(decodeURIComponent(who)),
        );
        const failed = connector.membersFail ?? (found.length === 0 ? 404 : null);
        return answer(failed ?? 200, who === undefined ? { members: found } : (found[0] ?? {}));
      }
      const [, conversation = '', message = ''] = ACTIVITIES.exec(req.url ?? '') ?? [];
      const { activity = {}, channelData } =
        conversation === '' ? JSON.parse(body) : { activity: JSON.parse(body) };
      const isRoot = conversation === '';
      const method = req.method === 'PUT' ? 'PUT' : 'POST';
      const messageId = method === 'PUT' ? decodeURIComponent(message) : `m${messages + 1}`;
      const channelId = isRoot ? String(channelData?.channel?.id) : decodeURIComponent(conversation);
      const conversationId = isRoot ? `${channelId};messageid=${messageId}` : channelId;
      const sent: Sent = { method, conversationId, messageId, activity, isRoot };
      const mishap = connector.refuse(sent);
      if (mishap !== null) connector.refused += 1;
      if (mishap === null || ('taken' in mishap && mishap.taken)) {
        if (method === 'POST') messages += 1;
        connector.sent.push(sent);
      }
      if (mishap === null)
        return answer(200, isRoot ? { id: conversationId, activityId: messageId } : { id: messageId });
      if ('status' in mishap) {
        const error = { code: mishap.code ?? 'Refused', message: 'refused' };
        return answer(mishap.status, { error }, mishap.headers);
      }
      if (mishap.ends === 'break') req.socket.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connector: Connector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: [],
    refuse: () => null,
    refused: 0,
    delay: 0,
    members: [],
    membersFail: null,
    asked: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return connector;
}

/** Everything a person could read on a sent message. */
export function wordsOf({ activity }: Sent): string {
  return JSON.stringify([activity.text, activity.attachments?.map(({ content }) => content)]);
}
