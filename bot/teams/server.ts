/** The one door people come through: POST /api/messages. */
import type { AddressInfo } from 'node:net';
import { type Activity, ActivityTypes, type TurnContext } from 'botbuilder';
import type { Logger } from 'pino';
import restify from 'restify';
import type { Config } from '../config.ts';
import type { Effect, Turn } from '../turn.ts';
import type { Adapter } from './adapter.ts';
import { buttonAnswer, carryOut, type EffectTools } from './effects.ts';
import { refuseRequest, refuseSender, refuseServiceUrl } from './gate.ts';
import { answerProbes, type Health } from './health.ts';
import { createRecent } from './recent.ts';
import { toTurn } from './to-turn.ts';

/** An activity with the longest text Teams takes is far below this. */
const LARGEST_BODY = 512 * 1024;
/** Teams gives up after 10 to 15 s (teams-platform.md 1.7); what takes longer is sent when it is ready. */
const ANSWER_WITHIN_MS = 6_000;

export interface ServerOptions {
  config: Config;
  adapter: Adapter;
  tools: EffectTools;
  handle(turn: Turn): Promise<Effect[]>;
  health: Health;
  log: Logger;
  answerWithin?: number;
}

export interface Server {
  port: number;
  close(): Promise<void>;
}

/** @throws Error when the port is taken (code EADDRINUSE) */
export async function startServer(options: ServerOptions): Promise<Server> {
  const { config, adapter, health, log } = options;
  const receive = createReceiver(options);
  const server = restify.createServer({ name: 'mailtrail', handleUncaughtExceptions: false });

  answerProbes(server, health, config, knockOf);
  server.pre((req, res, next) => {
    const refusal = req.method === 'HEAD' ? null : refuseRequest(knockOf(req), config);
    if (refusal === null) return next();
    log.warn({ refusal }, 'request refused');
    health.metrics.refused('request');
    // Nothing of the body is read.
    res.send(403, { error: 'Refused' }, { Connection: 'close' });
    return next(false);
  });
  server.use(restify.plugins.bodyReader({ maxBodySize: LARGEST_BODY }));
  server.use(restify.plugins.jsonBodyParser({ mapParams: false, bodyReader: true }));
  // The local client asks whether somebody is there before it shows the chat.
  server.head('/api/messages', (_req, res, next) => {
    res.send(200);
    next();
  });
  server.post('/api/messages', async (req, res) => {
    const activity = activityOf(req.body);
    const refusal = activity === null ? 'not an activity' : refuseServiceUrl(activity.serviceUrl, config);
    if (activity === null || refusal !== null) {
      log.warn({ refusal }, 'activity refused');
      health.metrics.refused('activity');
      res.send(activity === null ? 400 : 403, { error: 'Refused' });
      return;
    }
    try {
      const response = await adapter.receive(req.header('authorization') ?? '', activity, receive);
      res.send(response?.status ?? 200, response?.body ?? {});
    } catch (error) {
      // The SDK's AuthenticationError carries the status it stands for; its message must not leave.
      const unknown = (error as { statusCode?: number }).statusCode === 401;
      if (unknown) {
        log.warn('activity without a valid token refused');
        health.metrics.refused('token');
      } else log.error({ err: error }, 'turn failed');
      res.send(unknown ? 401 : 500, { error: unknown ? 'Refused' : 'Failed' });
    }
  });

  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(config.port, config.host, resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.server.closeAllConnections();
      }),
  };
}

function createReceiver({
  config,
  tools,
  handle,
  health,
  log,
  answerWithin = ANSWER_WITHIN_MS,
}: ServerOptions) {
  const recent = createRecent<Effect[]>();

  return async (context: TurnContext): Promise<void> => {
    const { activity } = context;
    const invoked = activity.type === ActivityTypes.Invoke;
    const refusal = refuseSender(
      {
        channelId: activity.channelId,
        tenantIds: [activity.channelData?.tenant?.id, activity.conversation?.tenantId],
      },
      config,
    );
    const turn = refusal === null ? toTurn(activity) : null;
    if (turn === null) {
      if (refusal !== null) {
        log.warn({ refusal }, 'activity refused');
        health.metrics.refused('activity');
      }
      if (invoked) await respond(context, refusal === null ? 501 : 403, {});
      return;
    }
    // Teams sends again what it thinks was lost: the first answer holds, and nothing is done twice.
    const { result, isNew } = recent.once(keyOf(turn), () => handle(turn));
    const until = Date.now() + answerWithin;
    const inTime = await withinTime(result, answerWithin);
    if (invoked) await respond(context, 200, buttonAnswer(inTime));
    if (!isNew) return;
    const done = result
      .then((effects) => carryOut(effects, turn, tools, invoked && inTime !== null))
      .catch((error) => log.error({ err: error }, 'sending failed'));
    // A pressed button shows nothing until this turn ends; a message can wait until it is answered.
    if (!invoked) await withinTime(done, until - Date.now());
  };
}

async function respond(context: TurnContext, status: number, body: unknown): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status, body } });
}

/** null when it takes longer */
async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function keyOf(turn: Turn): string {
  const verb = turn.kind === 'action' ? turn.verb : turn.kind;
  return JSON.stringify([turn.place.conversationId, turn.activityId, verb, turn.caller.objectId]);
}

function activityOf(body: unknown): Activity | null {
  if (typeof body !== 'object' || body === null) return null;
  const { type, conversation, from, recipient } = body as Partial<Activity>;
  const whole = typeof type === 'string' && typeof conversation?.id === 'string' && from && recipient;
  return whole ? (body as Activity) : null;
}

function knockOf(req: restify.Request) {
  return {
    remoteAddress: req.socket.remoteAddress,
    host: req.headers.host,
    origin: req.headers.origin,
    contentType: req.headers['content-type'],
    contentEncoding: req.headers['content-encoding'],
  };
}
