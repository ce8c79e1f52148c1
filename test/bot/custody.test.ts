/** A case from its first member to its end, as several people in one chat live it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { wordsOf } from './helpers/connector.ts';
import { type Harness, startHarness } from './helpers/harness.ts';

const person = (n: number, name: string) => ({
  from: { id: `29:${n}`, name, aadObjectId: `00000000-0000-4000-8000-0000000000${n}` },
});
const ANA = person(20, 'Ana');
const BO = person(21, 'Bo');
const DANA = person(23, 'Dana');

let bot: Harness;
beforeEach(async () => {
  bot = await startHarness();
  await bot.say('analyze sample', ANA);
  await bot.words('show-contexts');
  bot.connector.sent.length = 0;
});
afterEach(() => bot.close());

/** The id of the request that the last card asks for. */
async function requested(): Promise<string> {
  const card = await bot.words('confirm-request');
  const id = /"requestId":"([^"]+)"/.exec(JSON.stringify(card.activity))?.[1] ?? '';
  bot.connector.sent.length = 0;
  return id;
}

test('who made a case is in it; others are invited by name', async () => {
  bot.connector.members = [
    { id: '29:21', aadObjectId: BO.from.aadObjectId, name: 'Bo', userPrincipalName: 'bo@contoso.com' },
  ];
  await bot.say('members', ANA);
  await bot.words('1 person in it');
  const entities = [
    { type: 'mention', text: '<at>Mailtrail</at>', mentioned: { id: '28:bot', name: 'Mailtrail' } },
    { type: 'mention', text: '<at>Bo</at>', mentioned: { id: '29:21', name: 'Bo' } },
  ];
  await bot.say('<at>Mailtrail</at> invite <at>Bo</at>', { ...ANA, entities });
  const card = await bot.words('2 people in it');
  expect(wordsOf(card)).toContain('invited by Ana');
  await bot.say('invite', { ...ANA });
  await bot.words('Whom do you mean');
  await bot.say('invite bob', { ...ANA });
  await bot.words('Only one person can follow');
});

test('a case is deleted when a second person says so, and its trail stays', async () => {
  await bot.say('purge closed', ANA);
  const requestId = await requested();
  await bot.press('confirm-request', { caseId: 'c-1', requestId }, { ...ANA, replyToId: 'm9' });
  await bot.words('somebody else must confirm');
  expect(bot.engine.calls).not.toContain('delete c-1');
  bot.connector.sent.length = 0;
  const both = [BO, DANA].map((who) =>
    bot.press('confirm-request', { caseId: 'c-1', requestId }, { ...who, replyToId: 'm9' }),
  );
  await Promise.all(both);
  await bot.words('Deleted: the case sample tenant');
  await bot.words('answered already');
  expect(bot.engine.calls.filter((call) => call === 'delete c-1')).toHaveLength(1);
  bot.connector.sent.length = 0;
  await bot.say('summary', ANA);
  await bot.words('This chat has no case yet');
  await bot.say('audit all', DANA);
  await bot.words('command purge closed');
  const lines = (await readFile(join(bot.folder, 'data', 'audit.jsonl'), 'utf8')).trim().split('\n');
  const deeds = lines.map((line) => JSON.parse(line)).filter(({ what }) => /new|purge|confirm/.test(what));
  expect(deeds.map(({ by, outcome, caseId }) => [by.name, outcome, caseId])).toEqual([
    ['Ana', 'allowed', 'c-1'],
    ['Ana', 'allowed', 'c-1'],
    ['Ana', 'allowed', 'c-1'],
    ['Ana', 'failed', 'c-1'],
    ['Bo', 'allowed', 'c-1'],
    ['Dana', 'allowed', 'c-1'],
    ['Dana', 'failed', 'c-1'],
  ]);
});

test('a held case is not deleted, not even by a request made before it was held', async () => {
  await bot.say('purge closed', ANA);
  const requestId = await requested();
  await bot.say('hold on litigation is likely', DANA);
  await bot.words('Litigation is likely');
  bot.connector.sent.length = 0;
  await bot.press('confirm-request', { caseId: 'c-1', requestId }, { ...BO, replyToId: 'm9' });
  await bot.words('on legal hold');
  await bot.say('purge please', ANA);
  expect(bot.engine.calls).not.toContain('delete c-1');
  bot.connector.sent.length = 0;
  await bot.say('hold off released', ANA);
  const lift = await requested();
  await bot.press('refuse-request', { caseId: 'c-1', requestId: lift }, { ...BO, replyToId: 'm9' });
  expect(wordsOf(await bot.words('Refused, nothing was changed'))).not.toContain('lifted');
  await bot.say('hold off released indeed', ANA);
  const again = await requested();
  await bot.press('confirm-request', { caseId: 'c-1', requestId: again }, { ...BO, replyToId: 'm9' });
  await bot.words('Legal hold lifted');
});

test('when deleting fails it can be asked for again, and nothing else begins meanwhile', async () => {
  await bot.say('purge closed', ANA);
  const first = await requested();
  const deleteCase = bot.engine.deleteCase;
  bot.engine.deleteCase = async () => {
    throw new Error('disk');
  };
  await bot.press('confirm-request', { caseId: 'c-1', requestId: first }, { ...BO });
  await bot.words('Something went wrong on my side');
  await bot.say('hold on too late', DANA);
  await bot.words('This case is being deleted');
  bot.engine.deleteCase = deleteCase;
  bot.connector.sent.length = 0;
  await bot.say('purge closed', ANA);
  await bot.press('confirm-request', { caseId: 'c-1', requestId: await requested() }, { ...BO });
  await bot.words('Deleted: the case');
});

test('retention is said, and does nothing by itself', async () => {
  await bot.say('retention 1', ANA);
  const card = await bot.words('that time is over, a lead can write purge');
  expect(wordsOf(card)).toContain('1 day');
  await bot.say('retention off', ANA);
  await bot.words('until a lead purges it');
  await bot.say('retention 0', ANA);
  await bot.words('a number of days from 1');
});
