/** Where the bot writes what happened: never what people wrote, what records hold, or tokens. */
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import type { Config } from './config.ts';

/** Local: a file in the data folder, so that the console stays quiet. In Azure: stderr, which the platform keeps. */
export function createLog({ app, dataFolder, logLevel }: Config): Logger {
  const destination = app
    ? pino.destination({ dest: 2, sync: true })
    : pino.destination({ dest: join(dataFolder, 'mailtrail.log'), mkdir: true, sync: true });
  return pino({ level: logLevel, base: null, serializers: { err: faultOnly } }, destination);
}

/** SDK errors carry whole requests and answers, with tokens and cards: only what and where is kept. */
export function faultOnly(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  return {
    type: error.name,
    message: error.message.slice(0, 500),
    code,
    statusCode,
    stack: error.stack?.slice(0, 4_000),
  };
}
