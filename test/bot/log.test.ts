/** What must not be in the log: what people wrote, who they are, what records hold, and tokens. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import type pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import { readConfig } from '../../bot/config.ts';
import { createLog, faultOnly, withoutContents } from '../../bot/log.ts';
import { activityTo, fileAttachment, type Harness, startHarness } from './helpers/harness.ts';

const JWT = 'eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJtYWlsdHJhaWwifQ.c2lnbmF0dXJlLW9mLW5vYm9keQ';

function logged(write: (log: pino.Logger) => void): string {
  const lines: string[] = [];
  const config = readConfig({ MAILTRAIL_LOG_LEVEL: 'debug' }, '/');
  write(createLog(config, { write: (line: string) => lines.push(line) }));
  expect(lines).not.toEqual([]);
  return lines.join('');
}

describe('a fault', () => {
  test.each([
    [
      'DuckDB',
      `Conversion Error: Could not convert string 'Quarterly figures' of lee.gu@contoso.com`,
      'Conversion Error',
    ],
    [
      'an engine',
      `Invalid row: {"Subject":"Quarterly figures","MailboxOwnerUPN":"lee.gu@contoso.com"}`,
      'Invalid row',
    ],
    [
      'Teams',
      `POST https://smba.trafficmanager.net/emea/v3/19:abc@thread.tacv2 Bearer ${JWT}`,
      'smba.trafficmanager.net',
    ],
    [
      'a download',
      `403 for https://contoso-my.sharepoint.com/lee_gu/Quarterly%20figures.csv?tempauth=${JWT}`,
      '403',
    ],
    ['a file', `ENOENT: no such file or directory, open '/data/work/Quarterly figures.csv'`, 'ENOENT'],
  ])('of %s says what happened, not to whom', (_whose, message, kept) => {
    const error = Object.assign(new Error(message), {
      request: { headers: { authorization: `Bearer ${JWT}` }, body: 'Quarterly figures' },
      code: 'ERR_lee.gu@contoso.com',
    });
    const text = logged((log) => log.error({ err: error }, 'fault'));
    expect(text).toContain(kept);
    expect(text).toContain('log.test.ts');
    for (const secret of ['Quarterly', 'lee.gu', 'lee_gu', 'tempauth', JWT.slice(0, 20), 'c2lnbmF0']) {
      expect(text).not.toContain(secret);
    }
  });

  test('that is none says nothing of what was thrown', () => {
    expect(faultOnly({ subject: 'Quarterly figures' })).toEqual({ message: 'object' });
  });

  test('lines of the engine go the same way', () => {
    const text = logged((log) =>
      log.warn({ line: `Binder Error: "lee.gu@contoso.com" at 203.0.113.9` }, 'engine'),
    );
    expect(text).toContain('Binder Error');
    expect(text).not.toMatch(/lee\.gu|203\.0/);
  });

  test('addresses are found wherever they stand', () => {
    const local = fc.stringMatching(/^[a-z0-9][a-z0-9._+-]{0,20}$/);
    const around = fc.constantFrom('', ' ', ',', '<', '>', '(', ')', ';', ':', '=', '\n', '/');
    fc.assert(
      fc.property(around, local, around, fc.string(), (before, name, after, rest) => {
        const address = `${name}@mail.contoso.example`;
        expect(withoutContents(`${rest}${before}${address}${after}`)).not.toContain('contoso');
      }),
    );
  });
});

describe('a bot at work', () => {
  let bot: Harness;
  const lines: string[] = [];
  beforeAll(async () => {
    bot = await startHarness({
      log: (config) => createLog({ ...config, logLevel: 'debug' }, { write: (line) => lines.push(line) }),
    });
  });
  afterAll(() => bot.close());

  test('logs no message, name, address, file or token, whatever goes wrong', async () => {
    const host = createServer((_req, res) => {
      res.statusCode = 403;
      res.end(JWT);
    });
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/Quarterly.csv?tempauth=${JWT}`;
    const from = {
      id: '29:secret-id',
      name: 'Ana Secretname',
      aadObjectId: '00000000-0000-4000-8000-00000000beef',
    };
    const attachments = [fileAttachment('Quarterly figures.csv', url)];

    await bot.say('note lee.gu@contoso.com opened "Quarterly figures"', { from });
    await bot.say('', { from, attachments });
    await bot.words('Quarterly figures.csv');
    bot.engine.behaviour = async () => {
      throw new EngineError('internal', `could not read 'Quarterly figures' of lee.gu@contoso.com`);
    };
    await bot.say('analyze sample', { from });
    await bot.words('a fault of its own');
    bot.connector.refuse = () => ({ status: 400 });
    await bot.say('about Quarterly figures', { from });
    await bot.press('nothing-known', { secret: 'Quarterly figures' }, { from });
    bot.connector.refuse = () => null;
    await bot.post({
      ...activityTo('https://evil.example/'),
      type: 'message',
      text: 'Quarterly figures',
      from,
    });
    await bot.post(
      { ...activityTo(bot.connector.url), type: 'message', text: 'Quarterly', from },
      {
        host: 'evil.example',
        authorization: `Bearer ${JWT}`,
      },
    );
    host.close();

    const text = lines.join('');
    // It did log, and of each of these.
    for (const said of ['analysing', 'activity refused', 'request refused', 'sending failed']) {
      expect(text).toContain(said);
    }
    for (const secret of [
      'Quarterly',
      'lee.gu',
      'Secretname',
      'secret-id',
      'beef',
      'tempauth',
      'eyJ',
      'evil',
    ]) {
      expect(text).not.toContain(secret);
    }
  });
});
