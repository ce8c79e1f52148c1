/** What `npm run package` takes and refuses. */
import { expect, test } from 'vitest';
import { readRegistration } from '../../manifest/registration.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const PAGE = 'https://security.contoso.example/';

test('without anything, a draft that says so', () => {
  expect(readRegistration([], {})).toMatchObject({
    draft: true,
    botId: '00000000-0000-0000-0000-000000000000',
  });
});

test('one page serves for all three, and the bot names the app', () => {
  expect(readRegistration(['--bot-id', ID.toUpperCase(), '--website', PAGE], {})).toEqual({
    draft: false,
    botId: ID,
    appId: ID,
    organisation: 'Mailtrail',
    website: PAGE,
    privacy: PAGE,
    terms: PAGE,
    hosts: [],
  });
});

test('the id of the bot may come from its settings', () => {
  expect(readRegistration(['--website', PAGE], { MICROSOFT_APP_ID: ` ${ID} ` })).toMatchObject({ botId: ID });
});

test('hosts are added one by one', () => {
  const args = [
    '--bot-id',
    ID,
    '--website',
    PAGE,
    '--host',
    'Mailtrail.Contoso.example',
    '--host',
    'b.example',
  ];
  expect(readRegistration(args, {})).toMatchObject({ hosts: ['mailtrail.contoso.example', 'b.example'] });
});

test.each([
  ['--website without a bot', ['--website', PAGE], '--bot-id'],
  ['a bot without a page', ['--bot-id', ID], '--website'],
  ['no id', ['--bot-id', 'mailtrail', '--website', PAGE], '--bot-id'],
  ['http', ['--bot-id', ID, '--website', 'http://contoso.example'], '--website'],
  ['a script', ['--bot-id', ID, '--website', PAGE, '--terms', 'javascript:alert(1)'], '--terms'],
  ['a URL for a host', ['--bot-id', ID, '--website', PAGE, '--host', 'https://b.example'], '--host'],
  ['every host', ['--bot-id', ID, '--website', PAGE, '--host', '*'], '--host'],
  ['a long name', ['--bot-id', ID, '--website', PAGE, '--organisation', 'x'.repeat(33)], '--organisation'],
  ['an unknown option', ['--bot', ID], '--bot'],
  ['a stray word', ['build'], 'build'],
])('refused, naming it: %s', (_why, args, named) => {
  expect(() => readRegistration(args, {})).toThrow(named);
});
