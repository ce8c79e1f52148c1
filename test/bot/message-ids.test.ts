import { expect, test } from 'vitest';
import { loadCommands } from '../../bot/commands/index.ts';
import { messageIdsIn } from '../../bot/message-ids.ts';

test.each([
  ['one a line', '<a@x>\n\nb@x\r\n<a@x>\n', ['<a@x>', 'b@x']],
  ['a column among others', 'Sender,InternetMessageId\nlee@x,<a@x>\nlee@x,<b@x>\n', ['<a@x>', '<b@x>']],
  ['an export of ours', '\ufeffmailbox;message_id\nlee@x;a@x\n', ['a@x']],
  ['no ids', 'name,age\nlee,4\n', []],
  ['damaged quotes', '"a@x\nb@x', []],
])('%s', (_name, text, ids) => {
  expect(messageIdsIn(text, 100)).toEqual(ids);
});

test('never more than asked for', () => {
  expect(messageIdsIn(Array.from({ length: 50 }, (_, i) => `m${i}@x`).join('\n'), 10)).toHaveLength(10);
});

test.each([
  ['who read <A@x.y>', { ids: ['A@x.y'], mailbox: null, since: null }],
  [
    'Who Read "a@x", b[@]x of Lee[@]contoso[.]com',
    { ids: ['a@x', 'b@x'], mailbox: 'lee@contoso.com', since: null },
  ],
  [
    'who has read a@x in lee@x since 14 May 2026',
    { ids: ['a@x'], mailbox: 'lee@x', since: '2026-05-14T00:00:00Z' },
  ],
  ['who-read', { ids: [], mailbox: null, since: null }],
])('%s', async (line, meant) => {
  const found = (await loadCommands()).find(line);
  expect(found?.command.name).toBe('who-read');
  expect(found?.command.parse(found.words)).toEqual(meant);
});
