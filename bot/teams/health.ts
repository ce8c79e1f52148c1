/**
 * What machines ask: GET /healthz (the process lives), /readyz (it can work) and /metrics. The first two tell nothing
 * but yes and no. The numbers are for whoever has the token; without one in the settings, there are none.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type restify from 'restify';
import type { Config } from '../config.ts';
import type { Metrics } from '../metrics.ts';
import type { Readiness } from '../readiness.ts';
import { type Knock, refuseRequest } from './gate.ts';

export interface Health {
  readiness(): Promise<Readiness>;
  metrics: Metrics;
}

interface Reply {
  status: number;
  type: string;
  body: string;
}

/** A probe has no body: whatever is not about one must hold for it too. */
const BODILESS = { contentType: 'application/json', contentEncoding: undefined };

/** To be called before anything else of the server is set up: probes go no further than here. */
export function answerProbes(
  server: restify.Server,
  { readiness, metrics }: Health,
  config: Config,
  knockOf: (req: restify.Request) => Knock,
): void {
  const answers: Record<string, (req: restify.Request) => Promise<Reply>> = {
    '/healthz': async () => json(200, { alive: true }),
    async '/readyz'() {
      const now = await readiness();
      return json(now.ready ? 200 : 503, now);
    },
    async '/metrics'(req) {
      if (config.metricsToken === null) return json(404, { error: 'Not found' });
      if (!isBearer(req.header('authorization'), config.metricsToken)) {
        metrics.refused('metrics');
        return json(401, { error: 'Refused' });
      }
      const { contentType, body } = await metrics.text();
      return { status: 200, type: contentType, body };
    },
  };

  server.pre((req, res, next) => {
    const answer = req.method === 'GET' ? answers[req.getPath()] : undefined;
    if (!answer) return next();
    if (refuseRequest({ ...knockOf(req), ...BODILESS }, config) !== null) {
      metrics.refused('request');
      send(res, json(403, { error: 'Refused' }));
      return next(false);
    }
    // restify answers by itself as soon as it hears false: not before there is an answer.
    answer(req)
      .catch(() => json(500, { error: 'Failed' }))
      .then((reply) => {
        send(res, reply);
        next(false);
      });
  });
}

function json(status: number, body: object): Reply {
  return { status, type: 'application/json', body: JSON.stringify(body) };
}

function send(res: restify.Response, { status, type, body }: Reply): void {
  res.sendRaw(status, body, { 'Content-Type': type, 'Cache-Control': 'no-store' });
}

/** Takes as long for a wrong token as for the right one. */
function isBearer(header: string | undefined, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(header ?? ''), digest(`Bearer ${token}`));
}
