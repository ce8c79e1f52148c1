/** The first lines: what a card answers must follow from what it was given, and from no more. */
import { describe, expect, it } from 'vitest';
import type { ExposureVerdict } from '../../analysis/report.ts';
import type { ExposureScope, MailboxExposure } from '../../analysis/sections.ts';
import { clockWords } from '../../cards/_shared/clock-words.ts';
import { samples as gapSamples } from '../../cards/gaps/sample.ts';
import { type CardInputs, renderCard } from '../../cards/index.ts';
import { samples as summarySamples } from '../../cards/summary/sample.ts';
import { shownTexts } from './walk.ts';

const contoso = { id: 'c', name: 'contoso' };

function exposure(verdict: ExposureVerdict | null, scope: ExposureScope): MailboxExposure {
  return {
    mailbox: 'a@contoso.com',
    scope,
    verdict,
    messages: 1,
    folders: 0,
    windows: 0,
    firstAccess: null,
    lastAccess: null,
  };
}

function firstLine<N extends keyof CardInputs>(name: N, input: CardInputs[N]): string {
  const { body } = renderCard(name, input).card;
  return (body as { text: string }[])[0]?.text ?? '';
}

function texts<N extends keyof CardInputs>(name: N, input: CardInputs[N]): string {
  return shownTexts(renderCard(name, input).card)
    .map(({ text }) => text)
    .join('');
}

describe('messages', () => {
  const line = (
    scope: ExposureScope,
    verdicts: (ExposureVerdict | null)[],
    total = verdicts.length,
    offset = 0,
  ) =>
    firstLine('messages', {
      case: contoso,
      scope,
      mailboxes: { items: verdicts.map((verdict) => exposure(verdict, scope)), total, offset },
    });

  it('counts only mailboxes that must be assumed read', () => {
    expect(line('confirmed', ['entire-mailbox', 'messages', 'unknown', 'no-evidence'])).toBe(
      'Confirmed: mail of 2 mailboxes must be assumed read',
    );
  });

  it('says at least when the rest of the list may hold more', () => {
    expect(line('confirmed', ['messages', 'messages'], 9)).toBe(
      'Confirmed: mail of at least 2 mailboxes must be assumed read',
    );
    expect(line('confirmed', ['messages', 'unknown'], 9)).toBe(
      'Confirmed: mail of 1 mailbox must be assumed read',
    );
  });

  it('claims nothing about the mailboxes of earlier pages', () => {
    expect(line('confirmed', ['no-evidence'], 11, 10)).toBe('Confirmed: mailboxes 11 and on, of 11');
  });

  it('does not call it nothing when the log is blind', () => {
    expect(line('confirmed', ['unknown', 'no-evidence'])).toBe('Confirmed: access cannot be excluded');
    expect(line('confirmed', ['no-evidence'])).toBe('Nothing is confirmed yet');
  });

  it('calls what is on record by that name, whoever it was', () => {
    expect(line('recorded', [null, null], 85)).toBe('Accesses to 85 mailboxes are on record');
  });
});

describe('messages of a mailbox', () => {
  const drawn = (given: Partial<MailboxExposure>) =>
    texts('mailbox-messages', {
      case: contoso,
      exposure: { ...exposure(null, 'recorded'), messages: 0, ...given },
      messages: { items: [], total: 0, offset: 0 },
      folders: { items: [], total: 0, offset: 0 },
      windows: [],
      contexts: [],
    });

  it('does not call a mailbox the log does not know one without access', () => {
    const words = drawn({});
    expect(words).toContain('a@contoso.com: the log holds no record of such a mailbox');
    expect(words).toContain('not the same as no access');
  });

  it('knows a mailbox whose records name no message', () => {
    const words = drawn({ firstAccess: '2026-05-14T09:00:00Z', lastAccess: '2026-05-14T09:00:00Z' });
    expect(words).toContain('0 messages on record');
  });
});

describe('summary', () => {
  const sample = summarySamples.confirmed;
  if (!sample) throw new Error('The summary card has lost its sample "confirmed".');

  it('does not say nothing is confirmed when a marker hit nothing on record', () => {
    const none = { messages: 0, messageMailboxes: 0, entireMailboxes: 0, windows: 0, unknownMailboxes: 0 };
    const words = texts('summary', { ...sample, exposure: { ...sample.exposure, confirmed: none } });
    expect(words).toContain('no access by what is marked hostile is on record');
  });

  it('explains warnings in words and shows codes it does not know', () => {
    const [input] = sample.inputs.items;
    if (!input) throw new Error('The summary sample has lost its input.');
    const words = texts('summary', {
      ...sample,
      inputs: { items: [{ ...input, warnings: ['gzip-cut', 'new-code-7'] }], total: 1, offset: 0 },
    });
    expect(words).toContain('The compressed file ends too early');
    expect(words).toContain('new-code-7');
    expect(words).not.toContain('gzip-cut');
  });

  it('offers findings, gaps, contexts, messages and next steps', () => {
    const { actions } = renderCard('summary', sample).card;
    const titles = (actions as { title: string }[]).map(({ title }) => title);
    expect(titles).toEqual(['Findings', 'Gaps', 'Contexts', 'Messages', 'Next steps']);
  });
});

describe('gaps', () => {
  it('never rounds a covered share up to the whole', () => {
    const sample = gapSamples.gaps;
    if (!sample) throw new Error('The gaps card has lost its sample "gaps".');
    const mailboxes = { items: [{ mailbox: 'a', coveredShare: 0.99999, reasons: [] }], total: 1, offset: 0 };
    expect(texts('gaps', { ...sample, mailboxes })).toContain('99.9 % of the period covered');
  });
});

describe('the first look at a marker', () => {
  const preview = {
    marker: 'app:00000003-0000-0000-c000-000000000000',
    verdict: 'hostile',
    records: 0,
    mailboxes: 0,
    contexts: 0,
    expectedContexts: 0,
    unusualContexts: 0,
    setNow: null,
    confirmedAlone: null,
    refusal: 'it is what was called, not who called.',
    advice: null,
  } as const;

  it('does not say that a refused one hits nothing: nothing was counted', () => {
    const refused = renderCard('marker-preview', { caseId: 'c', preview });
    expect(JSON.stringify(refused)).not.toContain('no record');
    const unmatched = renderCard('marker-preview', { caseId: 'c', preview: { ...preview, refusal: null } });
    expect(JSON.stringify(unmatched)).toContain('It hits no record of this case.');
  });
});

describe('the files that gave nothing', () => {
  it('go on in small letters after the colon', () => {
    const files = [{ name: 'm.zip', member: 'empty.csv', problem: 'is empty: it holds no audit records' }];
    expect(texts('problem', { what: 'Nothing usable', files, todo: [] })).toContain(
      'm.zip / empty.csv: is empty: it holds no audit records.',
    );
  });
});

describe('the time left on a clock', () => {
  const left = (now: string) =>
    clockWords(
      {
        id: 'c',
        regime: 'GDPR art. 33',
        hours: 72,
        zone: 'UTC',
        awareSince: '2026-05-20T11:02:00Z',
        by: { objectId: 'ana', name: 'Ana' },
        at: '2026-05-20T11:02:00Z',
      } as Parameters<typeof clockWords>[0],
      now,
    ).left;

  it('is all of it as it starts, to the minute, and never more', () => {
    expect(left('2026-05-20T11:02:00Z')).toBe('72 h left');
    expect(left('2026-05-20T11:02:02.400Z')).toBe('72 h left');
    expect(left('2026-05-20T11:03:00Z')).toBe('71 h left');
    expect(left('2026-05-23T10:01:59Z')).toBe('1 h left');
    expect(left('2026-05-23T10:03:00Z')).toBe('less than an hour left');
    expect(left('2026-05-23T11:02:00Z')).toBe('over now');
    expect(left('2026-05-23T12:01:59Z')).toBe('over now');
    expect(left('2026-05-23T12:02:00Z')).toBe('over for 1 h');
  });
});

describe('the services of Microsoft', () => {
  it.each([
    [1, "1 of the records is Microsoft services' own"],
    [2, "2 of the records are Microsoft services' own"],
  ])('%d', (serviceRecords, words) => {
    const sample = summarySamples.suspicious;
    if (!sample) throw new Error('The summary card has lost its sample "suspicious".');
    const totals = { ...sample.totals, serviceRecords };
    expect(texts('summary', { ...sample, totals })).toContain(words);
  });
});
