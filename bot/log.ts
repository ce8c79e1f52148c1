/** Where the bot writes what happened: never what people wrote, what records hold, or tokens. */
import { join } from 'node:path';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';

/** Local: a file in the data folder, so that the console stays quiet. In Azure: stderr, which the platform keeps. */
export function createLog({ app, dataFolder, logLevel }: Config, destination?: DestinationStream): Logger {
  const usual = app
    ? pino.destination({ dest: 2, sync: true })
    : pino.destination({ dest: join(dataFolder, 'mailtrail.log'), mkdir: true, sync: true });
  return pino(
    { level: logLevel, base: null, serializers: { err: faultOnly, line: withoutContents } },
    destination ?? usual,
  );
}

/** SDK errors carry whole requests and answers, with tokens and cards: only what and where is kept. */
export function faultOnly(error: unknown): object {
  if (!(error instanceof Error)) return { message: typeof error };
  const { code, statusCode } = error as Error & { code?: unknown; statusCode?: unknown };
  return {
    type: error.name,
    message: withoutContents(error.message).slice(0, 500),
    code:
      typeof code === 'string'
        ? withoutContents(code).slice(0, 100)
        : typeof code === 'number'
          ? code
          : undefined,
    statusCode: typeof statusCode === 'number' ? statusCode : undefined,
    stack: framesOf(error.stack ?? ''),
  };
}

/** A stack begins with the message once more; only where it came from is kept. */
function framesOf(stack: string): string {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return frames
    .map((line) => line.trim())
    .join('\n')
    .slice(0, 4_000);
}

/**
 * Databases and services quote what they stumbled over. Whatever is quoted, an address, an identifier of a session
 * or token, or the query of a URL goes; what kind of thing happened stays.
 */
export function withoutContents(text: unknown): string {
  return String(text)
    .slice(0, 2_000)
    .replace(/\bBearer\s+\S+/gi, 'Bearer …')
    .replace(/\beyJ[\w-]*(\.[\w-]*)*/g, '<token>')
    .replace(/(https?:\/\/[^\s"'?#/]+)[^\s"']*/gi, '$1/…')
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '"…"')
    .replace(/(?<!\w)'(?:[^'\\\n]|\\.)*'/g, "'…'")
    .replace(/`[^`\n]*`/g, '`…`')
    .replace(/[^\s<>"',;:()]*@[^\s<>"',;:()]+/g, '<address>')
    .replace(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g, '<ip>')
    .replace(/[\w+/=-]{40,}/g, '<long>');
}
