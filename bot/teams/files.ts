/** Fetching what people upload. The address comes from an activity: it is checked, and gets no token. */
import { createWriteStream } from 'node:fs';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Problem } from '../problems.ts';
import type { OfferedFile } from '../turn.ts';

/** SharePoint and OneDrive for Business, public and sovereign clouds (teams-platform.md 2). */
const HOSTS = ['sharepoint.com', 'sharepoint.us', 'sharepoint-mil.us', 'sharepoint.cn', 'sharepoint.de'];
const MOST_REDIRECTS = 5;
const LONGEST_NAME = 120;
/** Without a byte for this long, nothing more is coming. */
const IDLE_MS = 60_000;

export interface DownloadRules {
  /** local mode: http://127.0.0.1 is allowed too */
  local: boolean;
  /** bytes */
  largestFile: number;
  idleMs?: number;
}

/**
 * Streams a file to `path`.
 * @throws Problem when its address is not on the list, it is too large, or it cannot be fetched
 * @throws the signal's reason when cancelled
 */
export async function download(
  file: OfferedFile,
  path: string,
  rules: DownloadRules,
  signal: AbortSignal,
  onBytes: (read: number, total: number) => void,
): Promise<void> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(), rules.idleMs ?? IDLE_MS);
  try {
    const response = await request(file, rules, AbortSignal.any([signal, idle.signal]));
    const total = Number(response.headers.get('content-length') ?? 0) || 0;
    if (total > rules.largestFile) throw tooLarge(file, rules);
    let read = 0;
    const counted = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        read += chunk.length;
        timer.refresh();
        if (read > rules.largestFile) return done(tooLarge(file, rules));
        onBytes(read, Math.max(read, total));
        done(null, chunk);
      },
    });
    if (!response.body) throw failed(file, 'it was empty');
    await pipeline(Readable.fromWeb(response.body), counted, createWriteStream(path));
  } catch (error) {
    if (error instanceof Problem) throw error;
    signal.throwIfAborted();
    if (idle.signal.aborted) throw failed(file, 'nothing came for a minute');
    if ((error as { code?: string }).code === 'ENOSPC')
      throw failed(file, 'the disk of this machine is full');
    throw failed(file, 'the connection broke');
  } finally {
    clearTimeout(timer);
  }
}

/** Follows redirects by hand, so that each address is checked before it is called. */
async function request(file: OfferedFile, rules: DownloadRules, signal: AbortSignal): Promise<Response> {
  let address = file.downloadUrl;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (!url || !mayFetch(url, rules.local)) {
      throw new Problem(`The file ${file.name} is not where Teams keeps files, so I did not fetch it`, [
        'Upload the file itself in a private chat with me, not a link to it.',
      ]);
    }
    const response = await fetch(url, { redirect: 'manual', signal });
    const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
    if (next === null) {
      if (!response.ok) {
        await response.body?.cancel();
        throw failed(file, `the service answered ${response.status}`);
      }
      return response;
    }
    await response.body?.cancel();
    address = URL.canParse(next, url.href) ? new URL(next, url.href).href : '';
  }
  throw failed(file, 'it was sent from one address to the next without end');
}

/** @returns whether an address may be called at all */
export function mayFetch(url: URL, local: boolean): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (local && url.protocol === 'http:' && url.hostname === '127.0.0.1') return true;
  const host = url.hostname.toLowerCase();
  return url.protocol === 'https:' && url.port === '' && HOSTS.some((one) => host.endsWith(`.${one}`));
}

/** A name that is only a name: no folders, no control or direction characters, not endless. */
export function safeFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '');
  if (plain.length <= LONGEST_NAME) return plain === '' ? 'upload' : plain;
  // The end is kept: it says what kind of file it is.
  return `${plain.slice(0, LONGEST_NAME - 21)}…${plain.slice(-20)}`;
}

function tooLarge({ name }: OfferedFile, { largestFile }: DownloadRules): Problem {
  return new Problem(`The file ${name} is larger than ${Math.floor(largestFile / 1024 / 1024)} MB`, [
    'Export a shorter period, or pack the file as .zip or .gz.',
    'The person who runs Mailtrail can raise MAILTRAIL_LARGEST_FILE_MB.',
  ]);
}

function failed({ name }: OfferedFile, why: string): Problem {
  return new Problem(`The file ${name} could not be fetched: ${why}`, ['Upload it once more.']);
}
