/** What responders do about findings, typed and pressed: it is kept, everybody's card shows it, and one of two wins. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRedactor, redactedWork } from '../../bot/access/index.ts';
import { createWork } from '../../bot/work/index.ts';
import { wordsOf } from './helpers/connector.ts';
import { type Harness, startWithSample } from './helpers/harness.ts';
import { memoryStore } from './helpers/memory-store.ts';

const ID = '9f3c2a7be0114d55';
const FINDING = { caseId: 'c-1', id: ID };
const channel = { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel', tenantId: 'tenant-1' };
const bo = { id: '29:bo', name: 'Bo', aadObjectId: '00000000-0000-4000-8000-000000000021' };

let bot: Harness;
beforeEach(async () => {
  bot = await startWithSample();
});
afterEach(() => bot.close());

const inThreeDays = () => new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);

describe('pressed', () => {
  test('acknowledging redraws the message for everybody, and the late one is told by whom', async () => {
    const first = await bot.press('ack-finding', FINDING, { replyToId: 'm7', conversation: channel });
    expect(JSON.stringify(first.body.value)).toContain('acknowledged by Ana');
    const edited = await bot.sent(({ method }) => method === 'PUT');
    expect(edited.messageId).toBe('m7');
    expect(wordsOf(edited)).toContain('acknowledged by Ana');
    expect(wordsOf(edited)).not.toContain('"verb":"ack-finding"');
    const second = await bot.press('ack-finding', FINDING, {
      replyToId: 'm7',
      conversation: channel,
      from: bo,
    });
    expect(JSON.stringify(second.body.value)).toContain('Ana acknowledged it already');
  });

  test('of two who take it at once, one has it and the other reads who', async () => {
    const more = { replyToId: 'm7', conversation: channel };
    const answers = await Promise.all([
      bot.press('assign-finding', FINDING, more),
      bot.press('assign-finding', FINDING, { ...more, from: bo }),
    ]);
    const words = answers.map(({ body }) => JSON.stringify(body.value));
    expect(words.filter((one) => one.includes('was faster and has it'))).toHaveLength(1);
    for (const one of words) expect(one).toMatch(/with (Ana|Bo)/);
  });

  test('taking over from the owner the card shows is possible, from another one is not', async () => {
    await bot.press('assign-finding', FINDING);
    const stale = await bot.press('assign-finding', { ...FINDING, from: 'somebody' }, { from: bo });
    expect(JSON.stringify(stale.body.value)).toContain('Ana was faster');
    const from = '00000000-0000-4000-8000-000000000020';
    const over = await bot.press('assign-finding', { ...FINDING, from }, { from: bo });
    expect(JSON.stringify(over.body.value)).toContain('with Bo');
  });

  test('suppressing asks until when and why, only on the screen of who pressed', async () => {
    const more = { replyToId: 'm7', conversation: channel };
    const form = await bot.press('suppress-finding', FINDING, more);
    expect(JSON.stringify(form.body.value)).toContain('Input.Date');
    expect(bot.connector.sent).toEqual([]);
    const filled = { ...FINDING, until: inThreeDays(), reason: 'roll-out of the CRM' };
    await bot.press('suppress-finding', filled, more);
    expect(wordsOf(await bot.sent(({ method }) => method === 'PUT'))).toContain('roll-out of the CRM');
  });

  test.each([
    ['until', ''],
    ['until', '2020-01-01'],
    ['until', '2999-01-01'],
    ['reason', '  '],
  ])('suppressing with %s "%s" changes nothing and says so', async (key, value) => {
    const filled = { ...FINDING, until: inThreeDays(), reason: 'a test', [key]: value };
    await bot.press('suppress-finding', filled, { replyToId: 'm7' });
    expect(wordsOf(await bot.sent(({ method }) => method === 'POST'))).toMatch(
      /Until when|reason is missing/,
    );
    await bot.say(`finding ${ID}`);
    expect(wordsOf(await bot.words('open ·'))).not.toContain('suppressed until');
  });

  test('on an alert nothing takes its place; only who is late reads more', async () => {
    const more = { replyToId: 'm7', conversation: channel };
    await bot.press('ack-finding', { ...FINDING, alert: true }, more);
    expect(bot.connector.sent).toEqual([]);
    const late = await bot.press('ack-finding', { ...FINDING, alert: true }, { ...more, from: bo });
    expect(JSON.stringify(late.body.value)).toContain('Ana acknowledged it already');
    expect(bot.connector.sent).toEqual([]);
  });
});

describe('typed', () => {
  test.each([
    [`ACK “${ID.toUpperCase()}”`, 'acknowledged by Ana'],
    [`<at>Mailtrail</at>&nbsp;acknowledge finding ${ID}`, 'acknowledged by Ana'],
    [`\`assign ${ID} to me\``, 'with Ana'],
    [`assign ${ID}`, 'with Ana'],
    [`note ${ID} lee.gu called back`, 'lee.gu called back'],
    ['note “counsel is told”', 'Counsel is told'],
  ])('%s', async (line, said) => {
    await bot.say(line);
    expect(wordsOf(await bot.sent(() => true))).toContain(said);
  });

  test('assigning to nobody, and to somebody who is not in the case', async () => {
    await bot.say(`assign ${ID}`);
    await bot.words('with Ana');
    await bot.say(`assign ${ID} nobody`);
    await bot.words('unassigned');
    await bot.say(`assign ${ID} @bo`);
    await bot.words('Whom do you mean?');
    await bot.say(`assign ${ID} ${bo.aadObjectId}`);
    await bot.words('not in this case');
  });

  test('suppressing, and ending it', async () => {
    await bot.say(`suppress ${ID} until ${inThreeDays()} roll-out of the CRM`);
    await bot.words('roll-out of the CRM');
    bot.connector.sent.length = 0;
    await bot.say(`suppress ${ID} off`);
    expect(wordsOf(await bot.sent(() => true))).not.toContain('suppressed until');
  });

  test('a record that the case does not hold', async () => {
    await bot.say('record 0a1b2c3d-0000-4000-8000-000000000001');
    await bot.words('holds no record of that id');
  });
});

test('viewers read notes and reasons without addresses', async () => {
  const work = createWork(memoryStore());
  await work.note('c', ID, 'ask lee.gu@contoso.com about 203.0.113.9', { objectId: 'ana', name: 'Ana' });
  const seen = redactedWork(work, createRedactor('key'));
  for (const notes of [seen.finding('c', ID).notes, seen.of('c').findings[ID]?.notes]) {
    expect(JSON.stringify(notes)).toMatch(/ask account-[0-9a-f]{8} about 203\.0\.x\.x/);
    expect(JSON.stringify(notes)).toContain('Ana');
  }
});

describe('the baseline', () => {
  test('approving the application of a finding asks why, and approves only what the finding shows', async () => {
    const form = await bot.press('approve-app', FINDING, { replyToId: 'm7' });
    const words = JSON.stringify(form.body.value);
    for (const shown of ['203.0.113.9', 'isaiah.l@contoso.com', 'Input.Text']) expect(words).toContain(shown);
    await bot.press('approve-app', { ...FINDING, reason: 'roll-out' }, { replyToId: 'm7' });
    const approved = bot.engine.calls.filter((call) => call.startsWith('approve '));
    expect(approved).toHaveLength(3);
    for (const call of approved) expect(call).toMatch(/ 203\.0\.113\.9 \S+@contoso\.com Ana .* roll-out$/);
  });

  test.each([
    [
      'baseline approve app:9F3C0000-1111-4222-8333-444455556666 from 203[.]0[.]113[.]0/24 because a test',
      'approve c-1 9f3c0000-1111-4222-8333-444455556666 203.0.113.0/24 * Ana',
    ],
    [
      'baseline revoke 9f3c0000-1111-4222-8333-444455556666 of Lee@contoso.com',
      'revoke c-1 9f3c0000-1111-4222-8333-444455556666 * lee@contoso.com',
    ],
  ])('%s', async (line, call) => {
    await bot.say(line);
    await bot.words('No application is approved');
    expect(bot.engine.calls.join('\n')).toContain(call);
  });

  test('is not learnt from a case that is not there', async () => {
    await bot.say('baseline learn somewhere');
    await bot.words('no case of that name');
  });
});

test('next steps are ticked off in place for everybody, and the late one is told', async () => {
  const tick = { caseId: 'c-1', step: 'preserve', done: true, offset: 0 };
  const more = { replyToId: 'm7', conversation: channel };
  await bot.press('tick-step', tick, more);
  expect(wordsOf(await bot.sent(({ method }) => method === 'PUT'))).toContain('done by Ana');
  const late = await bot.press('tick-step', tick, { ...more, from: bo });
  expect(JSON.stringify(late.body.value)).toContain('Ana ticked that off already');
  const undone = await bot.press('tick-step', { ...tick, done: false }, { ...more, from: bo });
  expect(JSON.stringify(undone.body.value)).not.toContain('done by Ana');
});

describe('cases', () => {
  test('a chat leaves its case, and takes it up again', async () => {
    await bot.say('case close');
    await bot.words('about no case now');
    await bot.say('summary');
    await bot.words('This chat has no case yet');
    await bot.say('Case Use “sample tenant”');
    await bot.words('show-contexts');
  });

  test('a case gets another name', async () => {
    await bot.say('case name “Contoso 0520”');
    await bot.words('Contoso 0520');
    expect(bot.engine.calls).toContain('rename c-1 Contoso 0520');
  });

  test('is compared with another one, by name, and not with one that is not there', async () => {
    await bot.say('compare nowhere');
    await bot.words('no case of that name');
    await bot.say('compare sample tenant');
    await bot.words('New: 1 finding, 1 caller, 2 networks');
    expect(bot.engine.calls).toContain('compare c-1 c-1');
  });

  test.each(['app 9f3c0000-1111-4222-8333-444455556666', 'timeline', 'timeline lee.gu[@]contoso.com'])(
    '%s is answered',
    async (line) => {
      await bot.say(line);
      const sent = await bot.sent(({ method }) => method === 'POST');
      expect(sent.activity.summary).toMatch(/read mail of 3 mailboxes|Timeline/);
    },
  );
});

test('a case is made under a name of one’s own', async () => {
  await writeFile(join(bot.folder, 'second.csv'), 'x');
  await bot.say('Case New “Contoso 0521” from second.csv');
  await vi.waitFor(() => expect(bot.engine.requests.at(-1)?.caseName).toBe('Contoso 0521'));
  bot.connector.sent.length = 0;
  await bot.say('case new somewhere');
  await bot.words('There is no file with your message');
});

test('settings say the role and the case of the chat', async () => {
  await bot.say('settings');
  const words = wordsOf(await bot.words('What applies to you here'));
  expect(words).toContain('sample tenant');
  expect(words).toContain('lead');
});
