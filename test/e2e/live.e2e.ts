/** The live tenant as a person tries it without one: `npm start -- --demo-tenant`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, type Chat, hasChromium, openChat } from './browser.ts';
import { type Started, start } from './started.ts';

const LONG = { timeout: 120_000 };

if (!hasChromium)
  console.warn(`Skipped: there is no chromium at ${CHROMIUM}. Debian: apt-get install chromium`);

describe.skipIf(!hasChromium)('connected to a simulated tenant', () => {
  let mailtrail: Started;
  let chat: Chat;

  beforeAll(async () => {
    mailtrail = await start('--demo-tenant');
    chat = await openChat(mailtrail.url);
    await chat.newest().getByText('I read mail-access logs').waitFor(LONG);
  });
  afterAll(async () => {
    await chat?.close();
    await mailtrail?.stop();
  });

  /** @returns the text of the new card that has these words, whatever else is posted meanwhile */
  async function say(line: string, words: string | RegExp): Promise<string> {
    const cards = chat.page.locator('.ac-adaptiveCard');
    const before = await cards.count();
    await chat.say(line);
    const answers = async () => (await cards.allTextContents()).slice(before);
    const has = (text: string) => (typeof words === 'string' ? text.includes(words) : words.test(text));
    await expect.poll(async () => (await answers()).some(has), LONG).toBe(true);
    return (await answers()).find(has) ?? '';
  }

  test('the console says that nothing of it is real', () => {
    expect(mailtrail.output()).toContain('Connected to a simulated tenant');
    expect(mailtrail.output()).toContain('Nothing in it is real');
  });

  test('coverage says who is recorded, who is not, why, and what mends it', async () => {
    const words = await say('coverage', 'Mail access is recorded in');
    await chat.screenshot('40-coverage');
    for (const part of ['Not recorded', 'mailboxes of rooms are never covered', 'Set-Mailbox']) {
      expect(words).toContain(part);
    }
    expect(await say('coverage how', 'Run these lines')).toContain('Get-MailboxAuditBypassAssociation');
    await chat.screenshot('41-coverage-how');
  });

  test('watch start reads what arrived; its findings are there to be read', async () => {
    await say('watch start', 'is watched for');
    await expect
      .poll(() => say('watch status', 'is watched for'), { timeout: 120_000, interval: 5_000 })
      .toMatch(/Today: [1-9]/);
    await chat.screenshot('42-watch-status');
  });

  test('hunt reads the past days into the case of the chat, and says how completely', async () => {
    await say('hunt tenant', 'Hunt for the whole tenant');
    await chat.screenshot('43-hunt-begun');
    const card = chat.page.locator('.ac-adaptiveCard').filter({ hasText: 'whole tenant' }).first();
    await card
      .getByText(/7 of 7 windows|whole tenant: [1-9][\d,]* records/)
      .first()
      .waitFor({ timeout: 420_000 });
    await chat.screenshot('44-hunt-done', card);
  }, 480_000);

  test('the application nobody knows is a finding, and the tenant says what it was allowed', async () => {
    const found = await say('findings', 'Findings:');
    const app = /application ([0-9a-f-]{36})/.exec(found)?.[1];
    expect(app).toBeDefined();
    await chat.screenshot('45-findings-live');
    const words = await say(`app ${app}`, 'In the tenant');
    await chat.screenshot('46-app-in-the-tenant');
    expect(words).toMatch(/What it was allowed|The tenant does not know it/);
  });

  test('sign-ins are held against the reads', async () => {
    const words = await say('signins tenant', /\d sign-ins? of the tenant/);
    await chat.screenshot('47-signins');
    expect(words).toContain('without a sign-in');
  });

  test('nothing was asked of any other computer', () => {
    expect([...chat.foreign]).toEqual([]);
  });
});
