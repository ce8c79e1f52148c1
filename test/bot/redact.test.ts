/** What viewers see: nothing of whose and what, tried on every card there is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, redactedEngine } from '../../bot/access/index.ts';
import { renderCard } from '../../cards/index.ts';
import { allSamples } from '../cards/inputs.ts';
import { fakeEngine } from './helpers/fake-engine.ts';

const ADDRESS = /[\w.+-]+@[\w-]+\.[\w.-]+/;
const samples = await allSamples();

/** Every string below, with the name of the field it is in. */
function strings(value: unknown, field = ''): { field: string; text: string }[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (Array.isArray(value)) return value.flatMap((one) => strings(one, field));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, one]) => strings(one, name));
}

describe.each(samples)('$card: $name', ({ card, input }) => {
  const { redact } = createRedactor('key');
  const before = strings(input);

  test('shows no address, no subject and no message id, and is still a card', () => {
    const shown = JSON.stringify(renderCard(card, redact(input)));
    expect(shown).not.toMatch(ADDRESS);
    const secrets = before
      .filter(({ field }) => ['subject', 'sender', 'internetMessageId', 'itemId'].includes(field))
      .map(({ text }) => text);
    for (const secret of secrets) expect(shown).not.toContain(secret);
    for (const { text } of before) {
      for (const [ip = ''] of text.matchAll(/\b(?:\d{1,3}\.){3}\d{1,3}\b/g)) {
        if (!/\.0\.0$/.test(ip)) expect(shown).not.toContain(ip);
      }
    }
  });

  test('keeps its shape, its numbers and its times', () => {
    const after = redact(input) as unknown;
    const skeleton = (value: unknown) =>
      JSON.stringify(value, (_key, one) => (typeof one === 'string' ? '' : one));
    expect(skeleton(after)).toBe(skeleton(input));
    const times = (value: unknown) =>
      strings(value).filter(({ text }) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text));
    expect(times(after)).toEqual(times(input));
  });
});

test('some of the samples do hold what must not be shown', () => {
  const all = samples.flatMap(({ input }) => strings(input));
  expect(all.filter(({ text }) => ADDRESS.test(text)).length).toBeGreaterThan(20);
  expect(all.some(({ field }) => field === 'subject')).toBe(true);
});

describe('names instead of addresses', () => {
  const { redact, reveal } = createRedactor('key');

  test('are the same for the same address in any case, and differ otherwise', () => {
    expect(redact('Lee.Gu@contoso.com')).toBe(redact('lee.gu@CONTOSO.com'));
    expect(redact('lee.gu@contoso.com')).not.toBe(redact('lee.gv@contoso.com'));
    expect(createRedactor('key').redact('lee.gu@contoso.com')).toBe(redact('lee.gu@contoso.com'));
    expect(createRedactor('other').redact('lee.gu@contoso.com')).not.toBe(redact('lee.gu@contoso.com'));
  });

  test('are understood when they come back, and only those that were given', () => {
    const name = redact('lee.gu@contoso.com');
    expect(name).toMatch(/^account-[0-9a-f]{8}$/);
    expect(reveal(`user:${name}`)).toBe('user:lee.gu@contoso.com');
    expect(reveal('mailbox 7')).toBe('mailbox 7');
    expect(() => reveal('account-00000000')).toThrow('no longer know');
  });
});

test.each([
  ['ip:203.0.113.9+user:lee@contoso.com', /^ip:203\.0\.x\.x\+user:account-\w{8}$/],
  ['from 203.0.113.9.', /^from 203\.0\.x\.x\.$/],
  ['203.0.113.9:443', /^203\.0\.x\.x:443$/],
  ['network:203.0.113.0/24', /^network:203\.0\.x\.x\/24$/],
  ['ip:2001:db8:7::1', /^ip:2001:db8:x$/],
  ['at 2001:db8::1, then', /^at 2001:db8:x, then$/],
  ['::ffff:203.0.113.9', /^0:0:x$/],
  ['14 May 17:41:00 to 2026-05-14T17:41:00Z', /^14 May 17:41:00 to 2026-05-14T17:41:00Z$/],
  ['Outlook 16.0.17928.20114', /^Outlook 16\.0\.17928\.20114$/],
  ['<CAF+x_1=2@mail.contoso.com>', /^<account-\w{8}>$/],
  ['Zoë.Müller@exämple.de', /^account-\w{8}$/],
])('%s', (text, expected) => {
  expect(createRedactor('key').redact(text)).toMatch(expected);
});

test('whatever stands around an address, nothing of it is left', () => {
  fc.assert(
    fc.property(fc.string(), fc.emailAddress(), fc.ipV4(), fc.string(), (before, mail, ip, after) => {
      const text = createRedactor('key').redact(`${before} ${mail} ${after} ${ip} ${before}`);
      expect(text).not.toContain(mail);
      expect(`${text} `).not.toContain(` ${ip} `);
    }),
  );
});

test('a very long string without an address does not hold the bot up', () => {
  const long = `${'a.'.repeat(100_000)}`;
  expect(createRedactor('key').redact(long)).toBe(long);
});

test('the engine of a viewer redacts whatever is asked of it, and understands the names it gave', async () => {
  const engine = fakeEngine();
  const { caseId } = await engine.analyze({
    caseName: 'of lee.gu@contoso.com',
    files: [{ path: '', name: 'a' }],
  });
  const redactor = createRedactor('key');
  const seen = redactedEngine(engine, redactor);
  expect(JSON.stringify(await seen.cases())).not.toMatch(ADDRESS);
  for (const name of ['summary', 'gaps', 'contexts', 'messages', 'next-steps', 'inputs'] as const) {
    expect(JSON.stringify(await seen.section(caseId, name, {}))).not.toMatch(ADDRESS);
  }
  const mailbox = redactor.redact('lee.gu@contoso.com');
  await seen.section(caseId, 'mailbox-messages', { mailbox });
  expect(engine.calls.at(-1)).toContain('lee.gu@contoso.com');
  expect((await seen.previewMarker(caseId, `user:${mailbox}`, 'hostile')).marker).toBe(`user:${mailbox}`);
  expect(engine.calls.at(-1)).toBe('preview user:lee.gu@contoso.com hostile');
});
