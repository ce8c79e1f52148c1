import { Buffer } from 'node:buffer';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ZipFile } from 'yazl';
import { type UnpackedPart, type UnpackOptions, unpack } from '../../../../analysis/ingest/bytes/unpack.ts';

const TEXT = 'RecordId,AuditData\r\n1,"{""Path"":""Éléments envoyés – 日本 🙂""}"\r\n';
let folder: string;
let work: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mailtrail-unpack-'));
  work = join(folder, 'work');
  await mkdir(work);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Seen extends Omit<UnpackedPart, 'path'> {
  text: string | null;
  path: string;
}

async function unpacked(content: Buffer | string, options?: UnpackOptions): Promise<Seen[]> {
  const path = join(folder, 'received.bin');
  await writeFile(path, content);
  return await partsOf(path, options);
}

async function partsOf(path: string, options?: UnpackOptions): Promise<Seen[]> {
  const parts: Seen[] = [];
  for await (const part of unpack(path, work, options)) {
    const text = part.problem === null ? await readFile(part.path, 'utf8') : null;
    parts.push({ ...part, text });
  }
  return parts;
}

async function zip(members: Record<string, Buffer | string>, compress = true): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(members)) {
    archive.addBuffer(Buffer.from(content), name, { compress });
  }
  archive.end();
  const chunks: Buffer[] = [];
  for await (const chunk of archive.outputStream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function utf16(text: string, bigEndian: boolean): Buffer {
  const bytes = Buffer.from(text, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('plain files', () => {
  it('passes UTF-8 through without a copy', async () => {
    const [part] = await unpacked(TEXT);
    expect(part).toMatchObject({
      member: null,
      temporary: false,
      text: TEXT,
      problem: null,
      startsWithBom: false,
    });
    expect(part?.path).toBe(join(folder, 'received.bin'));
    expect(await readdir(work)).toEqual([]);
  });

  it('says that a byte order mark is there, without a copy', async () => {
    const [part] = await unpacked(`\ufeff${TEXT}`);
    expect(part).toMatchObject({ temporary: false, startsWithBom: true, problem: null });
  });

  it('keeps UTF-8 with a few damaged bytes: its rows are judged later', async () => {
    const [part] = await unpacked(Buffer.concat([Buffer.from(TEXT), Buffer.from([0xff, 0xfe, 0x0a])]));
    expect(part).toMatchObject({ temporary: false, warnings: [], problem: null });
  });
});

describe('other encodings', () => {
  it.each([
    ['UTF-16LE with a mark', utf16(`\ufeff${TEXT}`, false)],
    ['UTF-16BE with a mark', utf16(`\ufeff${TEXT}`, true)],
    ['UTF-16LE without', utf16(TEXT, false)],
    ['UTF-16BE without', utf16(TEXT, true)],
  ])('turns %s into UTF-8', async (_name, bytes) => {
    expect(await unpacked(bytes)).toMatchObject([
      { text: TEXT, temporary: true, warnings: [], problem: null },
    ]);
  });

  it('parts no character at the borders of blocks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), fc.boolean(), async (shift, bigEndian) => {
        const text = `a${'b'.repeat(shift)}${'🙂é'.repeat(400_000)}\n`;
        const [part] = await unpacked(utf16(`\ufeff${text}`, bigEndian));
        expect(part?.text === text).toBe(true);
        await rm(part?.path ?? '');
      }),
      { numRuns: 8 },
    );
  });

  it('reads Windows-1252 and says so', async () => {
    const text = 'UserId,AuditData\nJosé,"Éléments envoyés – “Büro”, 5 €"\n';
    const bytes = Buffer.from(
      text.replaceAll('–', '\x96').replaceAll('“', '\x93').replaceAll('”', '\x94').replaceAll('€', '\x80'),
      'latin1',
    );
    expect(await unpacked(bytes)).toMatchObject([
      { text, warnings: ['decoded-as-windows-1252'], problem: null },
    ]);
  });

  it('keeps what it can of UTF-16 that is cut inside a character', async () => {
    const [part] = await unpacked(utf16(`\ufeff${TEXT}`, false).subarray(0, -1));
    expect(part?.text).toBe(`${TEXT.slice(0, -1)}\ufffd`);
  });
});

describe('gzip', () => {
  it.each([
    ['one member', gzipSync(TEXT), TEXT, []],
    ['several members', Buffer.concat([gzipSync('a\n'), gzipSync(''), gzipSync('b\n')]), 'a\nb\n', []],
    ['gzip in gzip', gzipSync(gzipSync(TEXT)), TEXT, []],
    ['UTF-16 inside', gzipSync(utf16(`\ufeff${TEXT}`, false)), TEXT, []],
    ['a byte order mark inside', gzipSync(`\ufeff${TEXT}`), TEXT, []],
    ['padding with zeros', Buffer.concat([gzipSync(TEXT), Buffer.alloc(512)]), TEXT, []],
    ['garbage behind', Buffer.concat([gzipSync(TEXT), Buffer.from('x')]), TEXT, ['gzip-trailing-garbage']],
    ['a cut trailer', gzipSync(TEXT).subarray(0, -3), TEXT, ['gzip-cut']],
    [
      'a second member cut',
      Buffer.concat([gzipSync(TEXT), gzipSync('b').subarray(0, 9)]),
      TEXT,
      ['gzip-cut'],
    ],
  ])('%s', async (_name, bytes, text, warnings) => {
    expect(await unpacked(bytes)).toMatchObject([{ text, warnings, temporary: true, problem: null }]);
  });

  it('keeps what came before a cut, wherever it is', async () => {
    const text = Array.from({ length: 3000 }, (_, i) => `${i * 7919},${Math.sin(i)}\n`).join('');
    const bytes = gzipSync(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 20, max: bytes.length - 1 }), async (at) => {
        const [part] = await unpacked(bytes.subarray(0, at));
        if (part?.problem !== null)
          expect(part?.problem).toMatch(/^is cut off so early that nothing of it can be read/);
        else {
          expect(text.startsWith(part.text ?? '?')).toBe(true);
          await rm(part.path);
        }
        expect(part?.warnings).toEqual(['gzip-cut']);
      }),
      { numRuns: 40 },
    );
  });

  it('of which only the header came is cut, and not empty', async () => {
    const [part] = await unpacked(gzipSync(TEXT).subarray(0, 10));
    expect(part?.problem).toMatch(/^is cut off so early/);
    expect((await unpacked(gzipSync('')))[0]?.problem).toBe('is empty: it holds no audit records');
  });

  it('says that the checksum is wrong', async () => {
    const bytes = gzipSync(TEXT);
    bytes[bytes.length - 7] = (bytes[bytes.length - 7] ?? 0) ^ 1;
    expect(await unpacked(bytes)).toMatchObject([{ text: TEXT, warnings: ['gzip-damaged'] }]);
  });
});

describe('zip', () => {
  it('makes every member an input, whatever it holds', async () => {
    const inner = await zip({ 'deep/c.json': '{}', 'd.csv.gz': gzipSync('d\n') });
    const bytes = await zip({
      'a/b.csv': TEXT,
      'u16.csv': utf16(`\ufeff${TEXT}`, false),
      'inner.zip': inner,
      '__MACOSX/a/._b.csv': 'x',
      'a/.DS_Store': 'x',
      'report.pdf': '%PDF-1.7 …',
      'empty.csv': '',
    });
    const parts = await unpacked(bytes);
    expect(parts.map(({ member, text, problem }) => [member, text ?? problem])).toEqual([
      ['a/b.csv', TEXT],
      ['u16.csv', TEXT],
      ['inner.zip/deep/c.json', '{}'],
      ['inner.zip/d.csv.gz', 'd\n'],
      ['report.pdf', expect.stringContaining('is a PDF document')],
      ['empty.csv', 'is empty: it holds no audit records'],
    ]);
    expect((await readdir(work)).length).toBe(4);
  });

  it('names the damaged member and goes on with the others', async () => {
    const bytes = await zip({ 'a.csv': 'first\n', 'b.csv': 'second\n', 'c.csv': 'third\n' }, false);
    bytes.write('SECOND', bytes.indexOf('second'));
    expect(await unpacked(bytes)).toMatchObject([
      { member: 'a.csv', text: 'first\n' },
      { member: 'b.csv', problem: expect.stringContaining('checksum') },
      { member: 'c.csv', text: 'third\n' },
    ]);
  });

  it('names encrypted members and unknown methods', async () => {
    const bytes = await zip({ 'a.csv': 'first\n', 'b.csv': 'second\n', 'c.csv': 'third\n' }, false);
    const entry = (name: string) => bytes.lastIndexOf(name) - 46;
    bytes.writeUInt16LE(bytes.readUInt16LE(entry('a.csv') + 8) | 1, entry('a.csv') + 8);
    bytes.writeUInt16LE(14, entry('b.csv') + 10);
    expect(await unpacked(bytes)).toMatchObject([
      { member: 'a.csv', problem: expect.stringContaining('is encrypted') },
      { member: 'b.csv', problem: expect.stringContaining('method') },
      { member: 'c.csv', text: 'third\n' },
    ]);
  });

  it('reads members whose names would lead out of the folder, and writes only into its own', async () => {
    const bytes = await zip({ 'xx/x/evil.csv': 'evil\n', 'yetc/evil.csv': 'more\n' });
    const hostile = Buffer.from(
      bytes.toString('latin1').replaceAll('xx/x/', '../x/').replaceAll('yetc/', '/etc/'),
      'latin1',
    );
    const parts = await unpacked(hostile);
    expect(parts).toMatchObject([
      { member: '../x/evil.csv', text: 'evil\n' },
      { member: '/etc/evil.csv', text: 'more\n' },
    ]);
    expect(parts.every((part) => part.path.startsWith(join(work, '/')))).toBe(true);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 30), 'cut off'],
    ['a workbook', () => zip({ '[Content_Types].xml': '<x/>', 'xl/workbook.xml': '<x/>' }), 'Excel workbook'],
    ['empty', () => zip({}), 'without files'],
  ])('%s', async (_name, change, problem) => {
    const bytes = await change(await zip({ 'a.csv': TEXT }));
    expect(await unpacked(bytes)).toMatchObject([
      { member: null, problem: expect.stringContaining(problem) },
    ]);
  });

  it('stops at the limits', async () => {
    const nested = await zip({
      'l1.zip': await zip({ 'l2.zip': await zip({ 'l3.zip': await zip({ 'a.csv': 'x' }) }) }),
    });
    expect((await unpacked(nested)).map((part) => part.problem)).toEqual([
      'is packed more than three archives deep',
    ]);
    const many = await zip({ 'a.csv': 'a\n', 'b.csv': 'b\n', 'c.csv': 'c\n' });
    const some = await unpacked(many, { limits: { members: 2 } });
    expect(some.map((part) => part.text ?? part.problem)).toEqual([
      'a\n',
      'b\n',
      expect.stringContaining('more than 2'),
    ]);
    const large = await zip({ 'a.csv': 'a'.repeat(5000), 'b.csv': 'b'.repeat(10) });
    expect((await unpacked(large, { limits: { expandedBytes: 100 } })).map((part) => part.problem)).toEqual([
      expect.stringContaining('unpacks to more than'),
      expect.stringContaining('unpacks to more than'),
    ]);
    const bomb = gzipSync(Buffer.alloc(80 * 1024 * 1024, 'a'));
    expect(await unpacked(bomb, { limits: { ratio: 100 } })).toMatchObject([
      { problem: expect.stringContaining('100 times its size') },
    ]);
  });
});

describe('what is no text', () => {
  it.each([
    ['is empty: it holds no audit records', ''],
    ['is a PDF document', '%PDF-1.4'],
    ['is a Windows event log', 'ElfFile\0\0\0\0\0'],
    ['is an Outlook data file', '!BDN\0\0\0\0'],
    ['is an SQLite database', 'SQLite format 3\0\0\0'],
    ['is a Parquet file', 'PAR1\x15\x04\x00'],
    ['is an old Office document', Buffer.from('d0cf11e0a1b11ae100000000', 'hex')],
    ['is a binary file', Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251))],
  ])('%s', async (problem, content) => {
    expect(await unpacked(content)).toMatchObject([
      { member: null, path: '', problem: expect.stringContaining(problem) },
    ]);
  });

  it('takes text for text, even when it begins like something else', async () => {
    expect(await unpacked('MZone,b\n1,2\n')).toMatchObject([{ problem: null }]);
    expect(await unpacked('BZh,b\n1,2\n')).toMatchObject([{ problem: null }]);
  });

  it('says what is no file', async () => {
    expect(await partsOf(join(folder, 'nowhere'))).toMatchObject([{ problem: 'does not exist' }]);
    expect(await partsOf(folder)).toMatchObject([{ problem: 'is a folder; send the files in it' }]);
  });
});

it('tells how far it is, and stops when asked to', async () => {
  const bytes = gzipSync(Buffer.from(Array.from({ length: 400_000 }, (_, i) => `${Math.sin(i)}\n`).join('')));
  const seen: number[] = [];
  const [part] = await unpacked(bytes, { onProgress: (read) => seen.push(read) });
  expect(seen.at(-1)).toBe(bytes.length);
  await rm(part?.path ?? '');
  const stop = new AbortController();
  await expect(
    unpacked(bytes, { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) }),
  ).rejects.toThrow('enough');
  expect(await readdir(work)).toEqual([]);
});
