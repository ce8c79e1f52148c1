/** The whole bot with an engine in memory and a connector of its own, without a client. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino, { type Logger } from 'pino';
import { vi } from 'vitest';
import type { Engine } from '../../../analysis/engine/engine.ts';
import { type Config, readConfig } from '../../../bot/config.ts';
import { type Bot, startBot } from '../../../bot/index.ts';
import type { Tenant } from '../../../bot/live/tenant.ts';
import { openStore } from '../../../bot/store/index.ts';
import { type Connector, type Sent, startConnector, wordsOf } from './connector.ts';
import { type FakeEngine, fakeEngine } from './fake-engine.ts';

export interface Answer {
  status: number;
  body: { statusCode?: number; type?: string; value?: unknown; error?: string };
}

export interface Harness {
  folder: string;
  bot: Bot;
  engine: FakeEngine;
  connector: Connector;
  log: string[];
  post(activity: object, headers?: Record<string, string>): Promise<Answer>;
  say(text: string, more?: object): Promise<Answer>;
  press(verb: string, data: object, more?: object): Promise<Answer>;
  /** the first sent message that fits; waits for it */
  sent(fits: (sent: Sent) => boolean): Promise<Sent>;
  /** the first message with these words */
  words(text: string): Promise<Sent>;
  close(): Promise<void>;
}

export interface HarnessOptions {
  environment?: Record<string, string>;
  startEngine?: (engine: FakeEngine, dataFolder: string) => Promise<Engine>;
  writeSample?: (path: string, signal: AbortSignal) => Promise<void>;
  answerWithin?: number;
  /** instead of one whose lines are in `log` */
  log?: (config: Config) => Logger;
  /** connected to; default none */
  tenant?: Tenant;
  /** milliseconds to wait for a message */
  patience?: number;
}

let activities = 0;

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-bot-'));
  const connector = await startConnector();
  const engine = fakeEngine();
  const log: string[] = [];
  const config = readConfig({ MAILTRAIL_PORT: '0', ...options.environment }, folder);
  const bot = await startBot({
    config,
    log: options.log?.(config) ?? pino({ level: 'info' }, { write: (line: string) => log.push(line) }),
    store: await openStore(config.dataFolder),
    startEngine: () => options.startEngine?.(engine, config.dataFolder) ?? Promise.resolve(engine),
    writeSample: options.writeSample ?? ((path) => writeFile(path, 'sample')),
    tenant: options.tenant,
    timing: {
      progressPause: 10,
      firstRetry: 5,
      answerWithin: options.answerWithin,
      alertPause: 0,
      tick: 20,
      inboxPause: 20,
    },
  });

  const post: Harness['post'] = (activity, headers = {}) => postTo(bot.port, activity, headers);
  const sent: Harness['sent'] = (fits) =>
    vi.waitFor(
      () => {
        const found = connector.sent.find(fits);
        if (!found)
          throw new Error(`Not sent; there is ${connector.sent.map(wordsOf).join('\n').slice(0, 3_000)}`);
        return found;
      },
      { timeout: options.patience ?? 10_000, interval: 10 },
    );
  return {
    folder,
    bot,
    engine,
    connector,
    log,
    post,
    say: (text, more = {}) => post({ ...activityTo(connector.url), type: 'message', text, ...more }),
    press: (verb, data, more = {}) =>
      post({
        ...activityTo(connector.url),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data } },
        ...more,
      }),
    sent,
    words: (text) => sent((one) => wordsOf(one).includes(text)),
    async close() {
      await bot.close();
      await connector.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The same with the sample analysed, and nothing left of what was sent for it. */
export async function startWithSample(options: HarnessOptions = {}): Promise<Harness> {
  const bot = await startHarness(options);
  await bot.say('analyze sample');
  await bot.words('show-contexts');
  bot.connector.sent.length = 0;
  return bot;
}

/** The parts every activity has, as Teams sends them. */
export function activityTo(serviceUrl: string) {
  activities += 1;
  return {
    id: `a${activities}`,
    channelId: 'msteams',
    serviceUrl,
    from: { id: '29:ana', name: 'Ana', aadObjectId: '00000000-0000-4000-8000-000000000020' },
    recipient: { id: '28:bot', name: 'Mailtrail' },
    conversation: { id: 'personal-1', conversationType: 'personal', tenantId: 'tenant-1' },
    channelData: { tenant: { id: 'tenant-1' } },
  };
}

export function fileAttachment(name: string, downloadUrl: string) {
  return {
    contentType: 'application/vnd.microsoft.teams.file.download.info',
    name,
    content: { downloadUrl, uniqueId: '1', fileType: 'csv' },
  };
}

/** Something to wait at until it is opened. */
export function door(): { passed: Promise<void>; open: () => void } {
  const signal = new AbortController();
  const passed = new Promise<void>((resolve) => {
    signal.signal.addEventListener('abort', () => resolve());
  });
  return { passed, open: () => signal.abort() };
}

/** node:http, because fetch does not let a Host header be forged. */
function postTo(port: number, activity: object, headers: Record<string, string>): Promise<Answer> {
  const body = JSON.stringify(activity);
  return new Promise((resolve, reject) => {
    const req = request(
      {
        host: '127.0.0.1',
        port,
        path: '/api/messages',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      },
      (res) => {
        let text = '';
        res.on('data', (chunk) => {
          text += chunk;
        });
        res.on('end', () =>
          resolve({ status: res.statusCode ?? 0, body: text.startsWith('{') ? JSON.parse(text) : {} }),
        );
      },
    );
    req.on('error', reject);
    req.end(body);
  });
}
