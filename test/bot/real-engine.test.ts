/** The bot with the engine in its own process, as it runs for people; only the client is missing. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startEngine } from '../../analysis/engine/client.ts';
import { writeSample } from '../../bot/sample/index.ts';
import { wordsOf } from './helpers/connector.ts';
import { type Harness, startHarness } from './helpers/harness.ts';

const PATIENCE = 100_000;

// Only Linux tells the processes of this one, to kill the engine by.
describe.runIf(process.platform === 'linux')('with the real engine', { timeout: PATIENCE }, () => {
  let bot: Harness;
  beforeAll(async () => {
    bot = await startHarness({
      startEngine: (_fake, dataFolder) => startEngine({ dataFolder }),
      writeSample,
      patience: PATIENCE,
    });
  });
  afterAll(() => bot.close(), PATIENCE);

  test('killed in the middle of an analysis it is said; the chat goes on with a new one', async () => {
    await bot.say('analyze sample');
    await bot.sent((one) => /rows rejected so far| of 11 MB/.test(wordsOf(one)));
    for (const pid of enginesOfThisProcess()) process.kill(pid, 'SIGKILL');
    const card = await bot.words('The analysis engine stopped');
    expect(card.method).toBe('PUT');
    await bot.say('cases');
    const cases = await bot.sent(({ messageId }) => messageId === 'm2');
    // What was not finished is no case.
    expect(wordsOf(cases)).toContain('There is no case yet');
  });

  test('the sample is analysed while the chat answers, and every card is drawn from it', async () => {
    bot.connector.sent.length = 0;
    await bot.say('analyze sample');
    await bot.say('help');
    const help = await bot.words('What I understand');
    const summary = await bot.words('show-contexts');
    expect(bot.connector.sent.indexOf(help)).toBeLessThan(bot.connector.sent.indexOf(summary));
    expect(wordsOf(summary)).toContain('sample tenant');
    for (const [line, words] of [
      ['gaps', 'What the log cannot show'],
      ['contexts', 'Exact contexts'],
      ['messages', 'show-mailbox-messages'],
      ['messages nobody@example.com', 'the log holds no record of such a mailbox'],
      ['next', 'Preserve the log'],
      ['inputs', 'sample-tenant.csv'],
    ] as const) {
      bot.connector.sent.length = 0;
      await bot.say(line);
      await bot.words(words);
    }
    expect(bot.log.filter((line) => line.includes('"doing"') && !line.includes('engine-stopped'))).toEqual(
      [],
    );
  });

  test('what would mark everybody is refused with the reason', async () => {
    bot.connector.sent.length = 0;
    // Microsoft Graph: a resource, which every application asks for.
    await bot.say('mark hostile app:00000003-0000-0000-c000-000000000000');
    await vi.waitFor(() => expect(bot.connector.sent).toHaveLength(1));
    expect(wordsOf(bot.connector.sent[0] as never)).toContain('Cannot mark');
  });
});

function enginesOfThisProcess(): number[] {
  const children = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8');
  return children
    .trim()
    .split(' ')
    .map(Number)
    .filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('analysis/engine/process.ts'));
}
