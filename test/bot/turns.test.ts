import { afterEach, beforeEach, expect, test } from 'vitest';
import { EngineError } from '../../analysis/engine/engine.ts';
import { wordsOf } from './helpers/connector.ts';
import { activityTo, door, type Harness, startHarness } from './helpers/harness.ts';

let bot: Harness;
beforeEach(async () => {
  bot = await startHarness();
});
afterEach(() => bot.close());

async function withCase(): Promise<void> {
  await bot.say('analyze sample');
  await bot.words('show-contexts');
  bot.connector.sent.length = 0;
}

test('greets once, though Teams tells twice that it was added', async () => {
  const added = { membersAdded: [{ id: '28:bot' }], type: 'conversationUpdate' };
  await bot.post({ ...activityTo(bot.connector.url), ...added });
  await bot.post({ ...activityTo(bot.connector.url), type: 'installationUpdate', action: 'add' });
  await bot.words('Analyze the sample tenant');
  expect(bot.connector.sent).toHaveLength(1);
  await bot.post({ ...activityTo(bot.connector.url), type: 'installationUpdate', action: 'remove' });
  await bot.post({ ...activityTo(bot.connector.url), type: 'installationUpdate', action: 'add' });
  expect(bot.connector.sent).toHaveLength(2);
});

test('says nothing when somebody else joins', async () => {
  const added = { membersAdded: [{ id: '29:bo' }], type: 'conversationUpdate' };
  expect((await bot.post({ ...activityTo(bot.connector.url), ...added })).status).toBe(200);
  expect(bot.connector.sent).toEqual([]);
});

test('the sample ends as the summary, in the place of its progress', async () => {
  await bot.press('analyze-sample', {});
  const end = await bot.words('show-contexts');
  const progress = bot.connector.sent.filter((one) => wordsOf(one).includes('cancel-job'));
  expect(end).toMatchObject({ method: 'PUT', messageId: progress[0]?.messageId });
  expect(progress[0]?.method).toBe('POST');
  expect(bot.connector.sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
  expect(bot.engine.requests).toMatchObject([
    { caseName: 'sample tenant', files: [{ name: 'sample-tenant.csv' }] },
  ]);
});

test.each(['summary', 'gaps', 'contexts', 'messages', 'next steps', 'inputs'])('shows %s', async (line) => {
  await withCase();
  await bot.say(line);
  const sent = await bot.sent(({ method }) => method === 'POST');
  expect(sent.activity.summary).toBeTruthy();
  expect(wordsOf(sent)).toContain('"c-1"');
});

test('a button of a card changes that card, for the one who pressed and in the chat', async () => {
  await withCase();
  const answer = await bot.press('show-gaps', { caseId: 'c-1', offset: 3 }, { replyToId: 'm7' });
  expect(answer.body).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
  expect(JSON.stringify(answer.body.value)).toContain('What the log cannot show');
  const edited = await bot.sent(({ method }) => method === 'PUT');
  expect(edited).toMatchObject({ messageId: 'm7', conversationId: 'personal-1' });
  expect(bot.engine.calls.at(-1)).toBe('section c-1 gaps {"offset":3}');
});

test('in a channel reading on is for the one who pressed, marking for everybody', async () => {
  await withCase();
  const conversation = { id: '19:x@thread.tacv2;messageid=1', conversationType: 'channel' };
  const answer = await bot.press('show-gaps', { caseId: 'c-1' }, { replyToId: 'm7', conversation });
  expect(JSON.stringify(answer.body.value)).toContain('What the log cannot show');
  expect(bot.connector.sent).toEqual([]);
  const mark = { caseId: 'c-1', marker: 'ip:203.0.113.9', verdict: 'hostile' };
  await bot.press('confirm-mark', mark, { replyToId: 'm7', conversation });
  expect(await bot.sent(({ method }) => method === 'PUT')).toMatchObject({ messageId: 'm7' });
  expect(bot.engine.calls).toContain(
    'mark ip:203.0.113.9 hostile Ana (00000000-0000-4000-8000-000000000020)',
  );
});

test('a button pressed where universal actions are unknown comes as a message', async () => {
  await withCase();
  await bot.say('', { value: { verb: 'show-contexts', caseId: 'c-1' }, replyToId: 'm9' });
  expect(await bot.sent(({ method }) => method === 'PUT')).toMatchObject({ messageId: 'm9' });
});

test('when the card cannot be edited, the answer is posted anew', async () => {
  await withCase();
  bot.connector.refuse = ({ method }) => (method === 'PUT' ? { status: 404 } : null);
  await bot.press('show-gaps', { caseId: 'c-1' }, { replyToId: 'gone' });
  await bot.sent((one) => one.method === 'POST' && wordsOf(one).includes('What the log cannot show'));
});

test('closing a preview takes its buttons away', async () => {
  await bot.press('dismiss', {}, { replyToId: 'm3' });
  const sent = await bot.sent(({ method }) => method === 'PUT');
  expect(sent.activity.text).toBe('Closed; nothing was changed.');
  expect(sent.activity.attachments ?? []).toEqual([]);
});

test('an unknown button and one with wrong contents are answered, not run', async () => {
  await bot.press('delete-everything', { caseId: 'c-1' });
  await bot.press('show-gaps', { caseId: 5 });
  await bot.sent((one) => one.messageId === 'm2' && wordsOf(one).includes('I do not know this button'));
  expect(bot.engine.calls).toEqual([]);
});

test('a replayed activity is answered alike and done once', async () => {
  await withCase();
  const again = { id: 'same', replyToId: 'm7' };
  const first = await bot.press(
    'confirm-mark',
    { caseId: 'c-1', marker: 'ip:192.0.2.1', verdict: 'hostile' },
    again,
  );
  const second = await bot.press(
    'confirm-mark',
    { caseId: 'c-1', marker: 'ip:192.0.2.1', verdict: 'hostile' },
    again,
  );
  expect(second.body).toEqual(first.body);
  await bot.sent(({ method }) => method === 'PUT');
  expect(bot.engine.calls.filter((call) => call.startsWith('mark'))).toHaveLength(1);
  expect(bot.connector.sent).toHaveLength(1);
});

test('activities without an id are not taken for one another', async () => {
  await bot.say('help', { id: undefined });
  await bot.say('help', { id: undefined });
  expect(bot.connector.sent).toHaveLength(2);
});

test('marking shows first what it would hit; a bare id is what hits something', async () => {
  await withCase();
  await bot.say('<at>Mailtrail</at> `MARK Hostile 203[.]0[.]113[.]9 + user:Ana@contoso.com`');
  await bot.words('Mark hostile');
  expect(bot.engine.calls).toContain('preview ip:203.0.113.9+user:Ana@contoso.com hostile');
  await bot.say('mark hostile 5b1ec0de-0000-4000-8000-000000000001');
  await bot.words('app:5b1ec0de');
});

test('scope, unmark, cases and case reach the engine', async () => {
  await withCase();
  await bot.say('scope from 2026-04-08 to 2026-05-20 users Lee@contoso.com by Ana Ortiz');
  expect(bot.engine.calls).toContain(
    'scope {"from":"2026-04-08T00:00:00Z","to":"2026-05-20T23:59:59Z","users":["lee@contoso.com"],"by":"Ana Ortiz"}',
  );
  await bot.say('unmark ip:203.0.113.9');
  expect(bot.engine.calls).toContain('unmark ip:203.0.113.9');
  await bot.say('cases');
  await bot.words('1 case');
  await bot.say('case SAMPLE');
  await bot.words('show-contexts');
});

test('a scope that the records contradict is not taken without a word', async () => {
  await withCase();
  bot.engine.declareScope = async () => [
    '1,971 records of sample.csv lie outside the declared search (2026-05-10T00:00:00Z to 2026-05-12T23:59:59Z): the first of 2026-05-04T06:12:00Z, the last of 2026-05-24T19:55:00Z.',
  ];
  await bot.say('scope from 2026-05-10 to 2026-05-12');
  const answer = wordsOf(await bot.words('does not fit the records'));
  expect(answer).toContain(
    'lie outside the declared search (10 May 2026 00:00 UTC to 12 May 2026 23:59 UTC)',
  );
});

test('what is not marked cannot be taken back; the card names what is', async () => {
  await withCase();
  bot.engine.unmark = async (_caseId, marker) => {
    throw new EngineError('bad-marker', `${marker} is not marked.`);
  };
  await bot.say('unmark ip:192.0.2.200');
  const answer = wordsOf(await bot.words('ip:192.0.2.200 is not marked'));
  expect(answer).toContain('ip:203.0.113.9 is marked');
  expect(answer).not.toContain('mark hostile');
  await bot.say('unmark');
  expect(wordsOf(await bot.words('Say what to unmark'))).toContain('ip:203.0.113.9 is marked');
});

test('a typing mistake gets suggestions, nonsense gets help', async () => {
  await bot.say('sumary');
  await bot.words('Did you mean: summary');
  await bot.say('qqqqqqqqqqqqqq');
  await bot.words('Write help to see what I understand');
  await bot.say('help nosuch');
  await bot.words('There is no command nosuch');
});

test('without a case the chat says how to get one', async () => {
  await bot.say('summary');
  await bot.words('This chat has no case yet');
});

test('a fault shows nothing of itself, in the chat or in the answer', async () => {
  await withCase();
  bot.engine.section = async () => {
    throw new Error('secret at /etc/passwd');
  };
  const answer = await bot.press('show-gaps', { caseId: 'c-1' });
  await bot.words('Something went wrong on my side');
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(bot.connector.sent.map(wordsOf).join()).not.toContain('secret');
  expect(bot.log.join()).toContain('secret at');
});

test('what takes too long is answered at once and sent when it is ready', async () => {
  await bot.close();
  bot = await startHarness({ answerWithin: 20 });
  await bot.say('analyze sample');
  await bot.words('show-contexts');
  bot.connector.sent.length = 0;
  const section = bot.engine.section;
  const ready = door();
  bot.engine.section = async (...args) => {
    await ready.passed;
    return section(...args);
  };
  const answer = await bot.press('show-gaps', { caseId: 'c-1' }, { replyToId: 'm1' });
  expect(answer.body.value).toContain('the answer comes by itself');
  expect(bot.connector.sent).toEqual([]);
  ready.open();
  await bot.words('What the log cannot show');
});
