/** A responder's first hour, as a person sees it: greeting, sample, upload, each card. */
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sampleTenant, writeSampleTenant } from '../../analysis/simulator/index.ts';
import { CHROMIUM, type Chat, hasChromium, openChat } from './browser.ts';
import { type Started, start } from './started.ts';

const LONG = { timeout: 90_000 };
const PERSONAL_CHAT = '00000000-0000-4000-8000-000000000041';

if (!hasChromium)
  console.warn(`Skipped: there is no chromium at ${CHROMIUM}. Debian: apt-get install chromium`);

describe.skipIf(!hasChromium)('in the local client', () => {
  let mailtrail: Started;
  let chat: Chat;
  let files: Server;
  let folder: string;

  beforeAll(async () => {
    mailtrail = await start();
    chat = await openChat(mailtrail.url);
    folder = await mkdtemp(join(tmpdir(), 'mailtrail-upload-'));
  });
  afterAll(async () => {
    await chat?.close();
    await mailtrail?.stop();
    files?.close();
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  test('the console names one address, and the bot greets once', async () => {
    await chat.newest().getByText('I read mail-access logs').waitFor(LONG);
    await chat.screenshot('1-greeting');
    expect(mailtrail.output().match(/https?:\/\/\S+/g)).toEqual([mailtrail.url]);
    expect(await chat.page.locator('.ac-adaptiveCard').count()).toBe(1);
  });

  test('the sample shows its progress, then its summary in the same place', async () => {
    await chat.newest().getByRole('button', { name: 'Analyze the sample tenant' }).click();
    const card = chat.page.locator('.ac-adaptiveCard').nth(1);
    await card.getByRole('button', { name: 'Cancel' }).waitFor(LONG);
    await chat.screenshot('2-progress');
    await card.getByRole('button', { name: 'Gaps' }).waitFor(LONG);
    await chat.screenshot('3-summary');
    expect(await chat.page.locator('.ac-adaptiveCard').count()).toBe(2);
    expect(await card.textContent()).toContain('sample tenant');
  });

  test.each([
    ['Findings', 'detections asked'],
    ['Gaps', 'What the log cannot show'],
    ['Contexts', 'Who reached'],
    ['Messages', /on record|is confirmed|assumed read|No finding/],
    ['Next steps', 'What to do next'],
  ])('the button %s leads to its card, and back', async (button, words) => {
    await chat.newest().getByRole('button', { name: button, exact: true }).click();
    await chat.newest().getByRole('button', { name: 'Summary', exact: true }).waitFor(LONG);
    await chat.newest().getByText(words).first().waitFor(LONG);
    await chat.screenshot(`4-${button.toLowerCase().replace(' ', '-')}`);
    await chat.newest().getByRole('button', { name: 'Summary', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'For managers', exact: true }).waitFor(LONG);
  });

  test('a finding tells what happened, why it is unusual and what else it could be', async () => {
    await chat.newest().getByRole('button', { name: 'Findings', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'Details', exact: true }).first().click();
    await chat.newest().getByText('What happened').first().waitFor(LONG);
    await chat.screenshot('4-finding');
    const words = await chat.newest().textContent();
    for (const part of ['What is usual', 'Why it is unusual', 'What else it could be']) {
      expect(words).toContain(part);
    }
    await chat.newest().getByRole('button', { name: 'Findings', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'Summary', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'For managers', exact: true }).waitFor(LONG);
  });

  test('an uploaded file is analysed', async () => {
    const path = join(folder, 'export.csv');
    await writeSampleTenant(path);
    const downloadUrl = await serve(path);
    const before = await chat.page.locator('.ac-adaptiveCard').count();
    const response = await fetch(`${mailtrail.url}/_internal/v1/customActivities`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(upload(downloadUrl, `${mailtrail.url}/_connector`)),
    });
    expect(response.status).toBe(200);
    const card = chat.page.locator('.ac-adaptiveCard').nth(before);
    await card.getByText('Reading').or(card.getByText('records')).first().waitFor(LONG);
    await chat.screenshot('5-upload-progress');
    await card.getByRole('button', { name: 'Gaps' }).waitFor(LONG);
    await chat.screenshot('6-upload-summary');
    expect(await card.textContent()).toContain('export');
  });

  test('typed commands are understood, mistakes are helped', async () => {
    for (const [line, words, name] of [
      ['HELP', 'What I understand', '7-help'],
      ['cases', '2 cases', '8-cases'],
      ['gpas', 'Did you mean: gaps', '9-suggestion'],
      ['inputs', 'export.csv', '10-inputs'],
    ] as const) {
      await chat.say(line);
      await chat.newest().getByText(words).first().waitFor(LONG);
      await chat.screenshot(name);
    }
  });

  test('marking shows what it would hit, and counts when it is confirmed', async () => {
    await chat.say(`mark hostile app:${(await intruder()).app}`);
    await chat.newest().getByText('It hits').first().waitFor(LONG);
    await chat.screenshot('11-mark');
    await chat.newest().getByRole('button', { name: 'Mark hostile', exact: true }).click();
    await chat.newest().getByRole('button', { name: 'Messages', exact: true }).waitFor(LONG);
    await chat.screenshot('12-marked');
    expect(await chat.newest().textContent()).not.toContain('nothing is confirmed yet');
    await chat.newest().getByRole('button', { name: 'Messages', exact: true }).click();
    await chat.newest().getByText('must be assumed read').first().waitFor(LONG);
    await chat.newest().getByRole('button', { name: 'Open', exact: true }).first().click();
    await chat.newest().getByRole('button', { name: 'Who and how', exact: true }).waitFor(LONG);
    await chat.screenshot('13-mailbox');
  });

  test('questions of a responder are answered by cards', async () => {
    const { app, message } = await intruder();
    for (const [line, words, name] of [
      [`who read ${message}`, 'Records name this message as accessed', '15-who-read'],
      ['timeline', /^Timeline: \d+ events/, '16-timeline'],
      [`app ${app}`, 'in no list here', '17-app'],
      ['compare sample tenant', 'Nothing new against that case', '18-compare'],
      ['baseline', 'No application is approved', '19-baseline'],
      ['note Ana called the owner', 'Ana called the owner', '24-note'],
      ['audit', 'Audit trail:', '25-audit'],
      ['members', 'Legal hold', '26-members'],
      ['settings', 'What applies to you here', '27-settings'],
    ] as const) {
      await chat.say(line);
      await chat.newest().getByText(words).first().waitFor(LONG);
      await chat.screenshot(name);
    }
  });

  test('exports are written, and say where', async () => {
    for (const kind of ['notification', 'timeline', 'evidence']) {
      await chat.say(`export ${kind}`);
      await chat.newest().getByText(`Written: ${kind} of case export`).first().waitFor(LONG);
      const path = /File\s+(\/\S+?)SHA-256/.exec((await chat.newest().textContent()) ?? '')?.[1] ?? '';
      expect((await stat(path)).size).toBeGreaterThan(100);
    }
    await chat.screenshot('28-exported');
    await chat.say('summary');
    await chat.newest().getByRole('button', { name: 'Export…', exact: true }).click();
    await chat.newest().getByText('Which file do you need?').waitFor(LONG);
    await chat.screenshot('29-exports');
  });

  test('a running analysis can be cancelled', async () => {
    await chat.say('analyze sample');
    await chat.newest().getByRole('button', { name: 'Cancel', exact: true }).click();
    await chat.newest().getByText('was cancelled by Ana Ortiz').waitFor(LONG);
    await chat.screenshot('14-cancelled');
  });

  test('nothing listens beyond this computer', async () => {
    const { port } = new URL(mailtrail.url);
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one && !one.internal && one.family === 'IPv4')
      .map((one) => one?.address ?? '');
    for (const address of outside) expect(await answers(address, Number(port))).toBe(false);
    expect(await answers('127.0.0.1', Number(port))).toBe(true);
  });

  test('the page asked for nothing but its fonts', () => {
    expect([...chat.foreign]).toEqual([]);
  });

  test('Ctrl-C stops everything, quietly', async () => {
    const log = await mailtrail.log();
    expect(log.split('\n').filter((line) => /"level":(50|60)/.test(line))).toEqual([]);
    expect(await mailtrail.stop()).toBe(0);
    expect(await answers('127.0.0.1', Number(new URL(mailtrail.url).port))).toBe(false);
  });

  async function serve(path: string): Promise<string> {
    const { size } = await stat(path);
    files = createServer((_req, res) => {
      res.writeHead(200, { 'content-length': size });
      createReadStream(path).pipe(res);
    });
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(files.address() as AddressInfo).port}/export.csv`;
  }
});

/** The application that read mail in the sample without anybody having asked it to, and a message it opened. */
async function intruder(): Promise<{ app: string; message: string }> {
  const simulation = await sampleTenant();
  // The truth is known once all records were made.
  for (const _record of simulation.records());
  const attack = simulation.truth().attacks.find(({ name }) => name === 'unknown-app');
  const app = attack?.markers.apps[0];
  const message = attack?.messages.find(({ logged }) => logged)?.id;
  if (app === undefined || message === undefined) throw new Error('The sample has no unknown app that read');
  return { app, message };
}

/** As Teams sends a message with an uploaded file (teams-platform.md 2). */
function upload(downloadUrl: string, serviceUrl: string) {
  return {
    type: 'message',
    id: 'upload-1',
    text: '',
    channelId: 'msteams',
    serviceUrl,
    from: { id: 'user-id-0', name: 'Ana Ortiz', aadObjectId: '00000000-0000-4000-8000-000000000020' },
    recipient: { id: '00000000-0000-4000-8000-000000000011', name: 'Mailtrail' },
    conversation: { id: PERSONAL_CHAT, conversationType: 'personal' },
    attachments: [
      {
        contentType: 'application/vnd.microsoft.teams.file.download.info',
        name: 'export.csv',
        content: { downloadUrl, uniqueId: '1', fileType: 'csv' },
      },
    ],
  };
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 3_000 });
    const say = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => say(true));
    socket.once('error', () => say(false));
    socket.once('timeout', () => say(false));
  });
}
