/** From a file in the inbox folder to an acknowledged card in a channel, as a person sees it. */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSampleTenant } from '../../analysis/simulator/index.ts';
import { CHROMIUM, type Chat, hasChromium, openChat } from './browser.ts';
import { type Started, start } from './started.ts';

const LONG = { timeout: 90_000 };

if (!hasChromium)
  console.warn(`Skipped: there is no chromium at ${CHROMIUM}. Debian: apt-get install chromium`);

describe.skipIf(!hasChromium)('a channel of the local client', () => {
  let mailtrail: Started;
  let chat: Chat;

  beforeAll(async () => {
    mailtrail = await start();
    chat = await openChat(mailtrail.url);
    await chat.page.getByText('Mailbox alerts').first().click();
    await chat.page.getByText('Start a new post').waitFor(LONG);
    await chat.newest().getByText('I read mail-access logs').waitFor(LONG);
  });
  afterAll(async () => {
    await chat?.close();
    await mailtrail?.stop();
  });

  /** A new post that mentions the bot: it hears nothing else in a channel. */
  async function post(text: string): Promise<void> {
    const { page } = chat;
    const named = page.getByText('Mailtrail', { exact: true });
    const before = await named.count();
    await page.locator('[contenteditable=true]').first().click();
    await page.keyboard.type('@Mail');
    await expect.poll(() => named.count(), LONG).toBeGreaterThan(before);
    await named.last().click();
    await page.keyboard.type(` ${text}`);
    await page.getByRole('button', { name: 'Post', exact: true }).click();
  }

  const card = (words: string | RegExp) => chat.page.locator('.ac-adaptiveCard', { hasText: words });

  test('alerts are asked for', async () => {
    await post('alerts here low');
    await card('New findings of the inbox folder are told here, from low up').waitFor(LONG);
    await chat.screenshot('20-alerts-here', card('are told here, from low up'));
  });

  test('what is dropped into the inbox folder becomes alerts', async () => {
    const inbox = join(mailtrail.dataFolder, 'inbox');
    await mkdir(inbox, { recursive: true });
    await writeSampleTenant(join(inbox, 'export.csv.part'));
    await rename(join(inbox, 'export.csv.part'), join(inbox, 'export.csv'));
    await card(/· case inbox/)
      .first()
      .waitFor(LONG);
    await card('1 file of the inbox analysed').waitFor(LONG);
    await chat.screenshot('21-alert', card(/· case inbox/).first());
    await chat.screenshot('21-inbox', card('1 file of the inbox analysed'));
  });

  test('acknowledging redraws the alert in its place', async () => {
    const before = await card(/· case inbox/).count();
    const alert = card(/· case inbox/).first();
    await alert.getByRole('button', { name: 'Acknowledge' }).click();
    await card(/acknowledged by Ana Ortiz/)
      .first()
      .waitFor(LONG);
    await chat.screenshot('22-alert-acknowledged', card(/acknowledged by Ana Ortiz/).first());
    expect(await card(/· case inbox/).count()).toBe(before);
  });

  test('an alert fits a phone', async () => {
    await chat.page.setViewportSize({ width: 390, height: 844 });
    const alert = card(/acknowledged by Ana Ortiz/).first();
    await chat.screenshot('23-alert-phone', alert);
    const wide = await alert.evaluate((node) => node.scrollWidth > node.clientWidth + 1);
    expect(wide).toBe(false);
  });
});
