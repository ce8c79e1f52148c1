/** What a manager reads after a responder has worked, and the file to print, as people see them. */
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, type Chat, hasChromium, openChat } from './browser.ts';
import { type Started, start } from './started.ts';

const LONG = { timeout: 90_000 };

if (!hasChromium)
  console.warn(`Skipped: there is no chromium at ${CHROMIUM}. Debian: apt-get install chromium`);

describe.skipIf(!hasChromium)('for managers', () => {
  let mailtrail: Started;
  let chat: Chat;

  beforeAll(async () => {
    mailtrail = await start();
    chat = await openChat(mailtrail.url);
    await chat.newest().getByRole('button', { name: 'Analyze the sample tenant' }).click();
    await chat.newest().getByRole('button', { name: 'For managers', exact: true }).waitFor(LONG);
  });
  afterAll(async () => {
    await chat?.close();
    await mailtrail?.stop();
  });

  async function say(line: string, words: string | RegExp): Promise<void> {
    await chat.say(line);
    await chat.newest().getByText(words).first().waitFor(LONG);
  }

  test('what responders did about a finding is on it', async () => {
    await chat.newest().getByRole('button', { name: 'Findings', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'Details', exact: true }).first().click();
    await chat.newest().getByRole('button', { name: 'Assign to me', exact: true }).click();
    await chat.newest().getByText('Ana Ortiz').first().waitFor(LONG);
    await chat.screenshot('30-finding-assigned');
    await chat.newest().getByRole('button', { name: 'Mark hostile…', exact: true }).first().click();
    await chat.newest().getByRole('button', { name: 'Mark hostile', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'For managers', exact: true }).waitFor(LONG);
    await chat.screenshot('31-marked');
  });

  test('a clock that was started is counted', async () => {
    await say('clock start 72 GDPR art. 33 since 2026-11-20 11:02 zone Europe/Berlin', 'GDPR art. 33');
    await chat.screenshot('32-clocks');
  });

  test('the card for managers says what happened, how sure, whose mail, and what is due', async () => {
    await say('summary for managers', 'How sure');
    await chat.screenshot('33-manager-summary');
    const words = (await chat.newest().textContent()) ?? '';
    for (const part of ['Ana Ortiz', 'GDPR art. 33', 'Decisions due']) expect(words).toContain(part);
    expect(words).not.toMatch(/MailItemsAccessed|Bind|Sync\b|context|throttl|[0-9a-f]{8}-[0-9a-f]{4}/);
  });

  test('under privilege every card says so first', async () => {
    await say('privileged on', 'Under privilege: yes');
    await say('summary for managers', 'How sure');
    await chat.screenshot('34-privileged');
    expect(await chat.newest().textContent()).toMatch(/^Privileged and confidential/);
    await say('privileged off', 'Under privilege: no');
  });

  test('the report is one file to print, that asks nobody for anything', async () => {
    await say('report', 'SHA-256');
    await chat.screenshot('35-report-written');
    const path = /File\s+(\/\S+\.html)/.exec((await chat.newest().textContent()) ?? '')?.[1] ?? '';
    const page = await chat.page.context().newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.setViewportSize({ width: 900, height: 1300 });
    await page.goto(pathToFileURL(path).href);
    expect(asked).toEqual([pathToFileURL(path).href]);
    expect(await page.locator('svg').count()).toBeGreaterThan(0);
    await chat.screenshot('36-report', page.locator('body'));
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});
