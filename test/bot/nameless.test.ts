/** What mailboxes said of their messages does not come into a channel, whoever asks for it. */
import { expect, test } from 'vitest';
import type { Engine } from '../../analysis/engine/engine.ts';
import { createRedactor, namelessEngine, redactedEngine } from '../../bot/access/index.ts';
import { samples as messages } from '../../cards/mailbox-messages/sample.ts';
import { samples as whoRead } from '../../cards/who-read/sample.ts';
import { fakeEngine } from './helpers/fake-engine.ts';

const SECTIONS: Record<string, object | undefined> = {
  'mailbox-messages': messages['asked what they are called'],
  'who-read': whoRead.named,
};
const engine: Engine = { ...fakeEngine(), section: async (_caseId, name) => SECTIONS[name] as never };

test.each(['mailbox-messages', 'who-read'] as const)('%s', async (name) => {
  const query = { mailbox: 'isaiah.l@contoso.com', ids: ['caf0001@mail.contoso.com'] };
  const said = /Salaries of the board|hr@contoso\.com/;
  const toOne = JSON.stringify(await engine.section('c', name, query));
  expect(toOne).toMatch(said);
  const inChannel = await namelessEngine(engine).section('c', name, query);
  expect(JSON.stringify(inChannel)).not.toMatch(said);
  // The rest stays: what the log itself says of the messages, and how many records name them.
  expect(Object.keys(inChannel)).toEqual(Object.keys(SECTIONS[name] ?? {}));
  const redactor = createRedactor('key');
  const forViewer = await redactedEngine(engine, redactor).section('c', name, query);
  expect(JSON.stringify(forViewer)).not.toMatch(said);
});

test('the rest of the engine is untouched', async () => {
  expect(await namelessEngine(engine).cases()).toEqual([]);
});
