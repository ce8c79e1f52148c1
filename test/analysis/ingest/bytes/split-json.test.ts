import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { splitJson } from '../../../../analysis/ingest/bytes/split-json.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-split-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Rejected {
  ordinal: number;
  reason: string;
  excerpt: string;
}

async function split(text: string | Buffer) {
  const path = join(folder, 'in.json');
  await writeFile(path, text);
  const result = await splitJson(path, join(folder, 'out.jsonl'));
  const lines = (await readFile(join(folder, 'out.jsonl'), 'utf8')).split('\n').slice(0, -1);
  const rejected: Rejected[] = result.rejectedFile
    ? (await readFile(result.rejectedFile, 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
    : [];
  expect(result.elements).toBe(lines.length + rejected.length);
  expect(result.rejectedCount).toBe(rejected.length);
  return { lines, rejected, elements: result.elements };
}

/** A record as Exchange writes it, with what makes splitting hard: lists of objects, brackets and quotes in texts. */
function record(index: number, folders = 2) {
  return {
    CreationTime: '2024-02-01T16:07:34',
    Id: `id-${index}`,
    Operation: 'MailItemsAccessed',
    ClientInfoString: 'Client=REST; "a" \\ , } ] { [ : é 🙂',
    OriginatingServer: 'AM0PR04MB4196 (15.20.4200.000)\r\n',
    OperationProperties: [
      { Name: 'MailAccessType', Value: 'Bind' },
      { Name: 'IsThrottled', Value: 'False' },
    ],
    Folders: Array.from({ length: folders }, (_, at) => ({
      FolderItems: [{ InternetMessageId: '<a@b>', SizeInBytes: at }, { InternetMessageId: '<c@d>' }],
      Id: `F${at}`,
      Path: '\\Inbox',
    })),
    Empty: [{}, []],
  };
}

const RECORDS = Array.from({ length: 5 }, (_, index) => record(index, index));
const pretty = (value: unknown, indent = 2) => JSON.stringify(value, null, indent);
const indented = (text: string, by: string) => text.replaceAll('\n', `\n${by}`);
const LAYOUTS: Record<string, (texts: string[], indentedTexts: string[]) => string> = {
  'a list on one line': (texts) => `[${texts.join(',')}]`,
  'a list, one element a line': (texts) => `[\n${texts.join(',\r\n')}\n]\n`,
  'a list, indented': (_, texts) => `[\n  ${texts.map((text) => indented(text, '  ')).join(',\n  ')}\n]`,
  'a list, indented, with carriage returns': (_, texts) =>
    `[\n  ${texts.map((text) => indented(text, '  ')).join(',\n  ')}\n]`.replaceAll('\n', '\r\n'),
  'lines of JSON': (texts) => texts.join('\n'),
  'indented documents in a row': (_, texts) => texts.join('\n'),
  'two lists in a row': (texts) => `[${texts.slice(0, 2).join(',')}]\r\n[${texts.slice(2).join(',')}]`,
  'an answer of Graph': (texts) =>
    `{"@odata.context":"https://x/$metadata","@odata.count":5,"value":[${texts.join(',')}],"@odata.nextLink":"https://x?a=[{"}`,
  'answers of Graph in a row': (texts) =>
    `{"value":[${texts.slice(0, 3).join(',')}],"@odata.nextLink":"x"}\n{"value":[${texts.slice(3).join(',')}]}`,
  'an indented answer of Graph': (_, texts) =>
    `{\n  "@odata.context": "x",\n  "value": [\n    ${texts.map((text) => indented(text, '    ')).join(',\n    ')}\n  ]\n}`,
  'records of Azure': (texts) => `{"records":[${texts.join(',')}]}`,
  'an answer of Elastic': (texts) =>
    `{"took":1,"timed_out":false,"_shards":{"total":1,"failures":[]},"hits":{"total":{"value":5},"max_score":null,"hits":[${texts.join(',')}]}}`,
};

describe('undamaged files', () => {
  it.each(Object.entries(LAYOUTS))('%s', async (_name, layout) => {
    const text = layout(
      RECORDS.map((value) => JSON.stringify(value)),
      RECORDS.map((value) => pretty(value)),
    );
    for (const marked of [text, `\ufeff${text}`]) {
      const { lines, rejected } = await split(marked);
      expect(lines.map((line) => JSON.parse(line))).toEqual(RECORDS);
      expect(rejected).toEqual([]);
    }
    expect(await readdir(folder)).toEqual(['in.json', 'out.jsonl']);
  });

  it('one object', async () => {
    expect((await split(pretty(RECORDS[0], 8))).lines.map((line) => JSON.parse(line))).toEqual([RECORDS[0]]);
  });

  it('keeps a record that holds a list named like an envelope’s', async () => {
    const sample = { Operation: 'x', value: [{ a: 1 }], records: [{ b: 2 }] };
    expect((await split(JSON.stringify(sample))).lines).toEqual([JSON.stringify(sample)]);
  });

  it('unwraps texts that hold objects', async () => {
    const texts = RECORDS.map((value) => JSON.stringify(pretty(value)));
    for (const text of [`[${texts.join(',')}]`, texts.join('\n')]) {
      const { lines, rejected } = await split(text);
      expect(lines.map((line) => JSON.parse(line))).toEqual(RECORDS);
      expect(rejected).toEqual([]);
    }
  });

  it.each(['', ' \n', '[]', '{"value":[]}', '[\n]\n'])('%j holds nothing', async (text) => {
    expect(await split(text)).toMatchObject({ elements: 0 });
  });

  it('cuts a file larger than its window, whatever stands at the borders', async () => {
    const many = Array.from({ length: 9000 }, (_, index) => record(index, index % 7));
    const { lines, rejected } = await split(
      `{"value":[${many.map((value) => JSON.stringify(value)).join(', ')}]}`,
    );
    expect(rejected).toEqual([]);
    expect(lines.map((line) => JSON.parse(line).Id)).toEqual(many.map((value) => value.Id));
  });
});

describe('what is no object', () => {
  it('is rejected, one by one', async () => {
    const { lines, rejected } = await split(
      '[null,{"a":1},7,"text",{"b":2},true,"{\\"c\\":3}","{\\"d\\":}"]',
    );
    expect(lines).toEqual(['{"a":1}', '{"b":2}', '{"c":3}']);
    expect(rejected.map(({ ordinal, reason }) => [ordinal, reason])).toEqual(
      [1, 3, 4, 6, 8].map((ordinal) => [ordinal, 'is not an object']),
    );
  });

  it('is said of a line of text between documents', async () => {
    expect(await split('{"a":1}\nExported by hand\n{"b":2}\n')).toMatchObject({
      lines: ['{"a":1}', '{"b":2}'],
      rejected: [{ ordinal: 2, reason: 'is not an object', excerpt: 'Exported by hand' }],
    });
  });
});

describe('damage', () => {
  const texts = RECORDS.map((value) => JSON.stringify(value));
  it.each([
    ['a quote is missing', (text: string) => text.replace('"Id":"', '"Id":')],
    ['a quote is not closed', (text: string) => text.replace('id-2"', 'id-2')],
    ['a quote too many', (text: string) => text.replace('id-2', 'id"2')],
    ['a line break in a text', (text: string) => text.replace('id-2', 'id\n2')],
    ['a bracket too many', (text: string) => text.replace('"Folders":[', '"Folders":[]')],
    ['an object ended too soon', (text: string) => text.replace('"Operation":"', '"x":1},"Operation":"')],
    ['a bracket is missing', (text: string) => text.replace('}],"Folders"', '],"Folders"')],
    ['its first bracket is missing', (text: string) => text.slice(1)],
    ['its last bracket is missing', (text: string) => text.slice(0, -1)],
    ['it is cut off in a text', (text: string) => text.slice(0, text.indexOf('MailItems') + 4)],
    ['it is cut off between values', (text: string) => text.slice(0, text.indexOf('"Folders"'))],
  ])('%s: only that element is lost', async (_name, damage) => {
    const third = damage(texts[2] ?? '');
    expect(third).not.toBe(texts[2]);
    for (const [name, layout] of Object.entries(LAYOUTS)) {
      if (name.includes('ndented')) continue;
      const broken = texts.map((text, index) => (index === 2 ? third : text));
      const { lines, rejected } = await split(layout(broken, broken));
      expect(lines, name).toEqual(texts.filter((_, index) => index !== 2));
      expect(rejected, name).toMatchObject([{ ordinal: 3 }]);
      expect(rejected[0]?.excerpt.length).toBeLessThanOrEqual(200);
    }
  });

  it('costs no other element, wherever it is and whatever the layout', async () => {
    const layouts = Object.entries(LAYOUTS);
    const damage = fc.constantFrom('drop-quote', 'break-line', 'cut', 'add-quote');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...layouts),
        fc.nat(4),
        fc.nat(),
        damage,
        async ([, layout], which, at, how) => {
          const broken = (text: string, index: number) => (index === which ? damaged(text, at, how) : text);
          const { lines } = await split(
            layout(texts.map(broken), RECORDS.map((value) => pretty(value)).map(broken)),
          );
          const ids = lines
            .map((line) => /"Id": ?"(id-\d)"/.exec(line)?.[1])
            .filter((id) => id !== `id-${which}`);
          expect(ids.filter((id) => id !== undefined)).toEqual(
            RECORDS.map((value) => value.Id).filter((id) => id !== `id-${which}`),
          );
        },
      ),
      { numRuns: 300, seed: 20 },
    );
  });

  it('keeps all whole elements before a cut-off end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.values(LAYOUTS)), fc.nat(), async (layout, at) => {
        const whole = layout(
          texts,
          RECORDS.map((value) => pretty(value)),
        );
        const { lines, rejected } = await split(whole.slice(0, at % whole.length));
        const ids = lines.map((line) => JSON.parse(line).Id);
        expect(ids).toEqual(RECORDS.slice(0, ids.length).map((value) => value.Id));
        expect(rejected.length).toBeLessThanOrEqual(1);
        if (rejected.length === 1) expect(rejected[0]?.ordinal).toBe(ids.length + 1);
      }),
      { numRuns: 200 },
    );
  });

  it('says where the file ends inside an element, and what is too long', async () => {
    expect((await split(`[${texts.join(',').slice(0, -40)}`)).rejected).toMatchObject([
      { ordinal: 5, reason: 'the file ends inside this element' },
    ]);
    const long = JSON.stringify({ ...record(9), Text: 'x'.repeat(2_100_000) });
    const { lines, rejected } = await split(`[${texts[0]},${long},${texts[1]}]`);
    expect(lines).toEqual([texts[0], texts[1]]);
    expect(rejected).toMatchObject([{ ordinal: 2, reason: 'longer than 2,000,000 bytes' }]);
  });
});

function damaged(text: string, at: number, how: string): string {
  const place = 1 + (at % (text.length - 2));
  if (how === 'cut') return text.slice(0, place);
  if (how === 'break-line') return `${text.slice(0, place)}\n${text.slice(place)}`;
  if (how === 'add-quote') return `${text.slice(0, place)}"${text.slice(place)}`;
  const quote = text.indexOf('"', place);
  return quote < 0 ? text.slice(0, -1) : text.slice(0, quote) + text.slice(quote + 1);
}

describe('real exports', () => {
  const exports = new URL('../../../../../shared/data/exports/det-eng-samples/', import.meta.url);
  it.skipIf(!existsSync(exports))(
    'are cut as JSON.parse reads them (skipped without ../shared)',
    async () => {
      for (const name of (await readdir(exports)).filter((file) => file.endsWith('.json'))) {
        const text = await readFile(new URL(name, exports), 'utf8');
        const { lines, rejected } = await split(text);
        expect(rejected, name).toEqual([]);
        expect(
          lines.map((line) => JSON.parse(line)),
          name,
        ).toEqual(parsed(text));
      }
    },
  );
});

/** A document, a list, or a document a line. */
function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)].flat();
  } catch {
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  }
}
