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
    attachments?: { contentType: string; content: Record<string, unknown> }[];
  };
}

export interface Connector {
  url: string;
  /** what was accepted, in order */
  sent: Sent[];
  /** status and headers to refuse with, or null; asked before each */
  refuse: (sent: Sent) => { status: number; headers?: Record<string, string> } | null;
  refused: number;
  /** who is in every conversation */
  members: { id: string; aadObjectId: string; name: string; [more: string]: unknown }[];
  /** status that questions for members are answered with */
  membersFail: number | null;
  /** conversations whose members were asked for */
  asked: string[];
  close(): Promise<void>;
}

export async function startConnector(): Promise<Connector> {
  let messages = 0;
  const server = createServer((req, res) => {
    const [, asked = '', who] =
      /^\/v3\/conversations\/([^/]+)\/(?:paged)?members(?:\/([^/?]+))?/i.exec(req.url ?? '') ?? [];
    if (asked !== '') {
      connector.asked.push(decodeURIComponent(asked));
      const found = connector.members.filter(({ id, aadObjectId }) =>
        who === undefined ? true : [id, aadObjectId].includes(decodeURIComponent(who)),
      );
      const status = connector.membersFail || found.length === 0 ? (connector.membersFail ?? 404) : 200;
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(JSON.stringify(who === undefined ? { members: found } : (found[0] ?? {})));
      return;
    }
    const [, conversation = '', message] =
      /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(req.url ?? '') ?? [];
    let body = '';
    req.on('data', (chunk) => {
      body += chunk;
    });
    req.on('end', () => {
      const method = req.method === 'PUT' ? 'PUT' : 'POST';
      const messageId = method === 'PUT' ? decodeURIComponent(message ?? '') : `m${messages + 1}`;
      const conversationId = decodeURIComponent(conversation);
      const sent: Sent = { method, conversationId, messageId, activity: JSON.parse(body) };
      const refusal = connector.refuse(sent);
      if (refusal) {
        connector.refused += 1;
        res.writeHead(refusal.status, { 'content-type': 'application/json', ...refusal.headers });
        res.end(JSON.stringify({ error: { code: 'Refused', message: 'refused' } }));
        return;
      }
      if (method === 'POST') messages += 1;
      connector.sent.push(sent);
      res.writeHead(200, { 'content-type': 'application/json' });
      res.end(JSON.stringify({ id: messageId }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connector: Connector = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: [],
    refuse: () => null,
    refused: 0,
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
