/** What the codes in an input's `warnings` mean: what is wrong with it, and what to do about it. */
const WARNING_WORDS: Record<string, string> = {
  'received-before':
    'the case holds this very file already, byte for byte: its records are counted once, here as duplicates.',
  'possibly-truncated-100':
    'exactly 100 rows, the size of one search page: it was probably cut off there. Export again, page by page or in shorter periods.',
  'possibly-truncated-5000':
    'exactly 5,000 rows, the most one search call returns: it was probably cut off there. Export again in shorter periods.',
  'possibly-truncated-10000':
    'exactly 10,000 rows, a limit of exports: it was probably cut off there. Export again in shorter periods.',
  'possibly-truncated-50000':
    'exactly 50,000 rows, the most one export holds: it was probably cut off there. Export again in shorter periods.',
  'result-count-exceeds-rows':
    'the search found more records than the file holds, so records are missing. Export again in shorter periods.',
  'message-ids-lost':
    'this kind of export drops the message ids: accesses can be counted, but messages cannot be named. Export again with the full AuditData.',
  'no-session-ids': 'no record names its session: visits can only be told apart by address and client.',
  'no-mail-items-accessed':
    'it holds no mail-access records (MailItemsAccessed), so it says nothing about mail that was read. Check that the search asked for them.',
  'several-organizations':
    'by itself or with the files before it, it holds records of more than one organization: make sure they belong together.',
  'gzip-damaged':
    'the compressed file is damaged, or its checksum does not match: records may be missing, unreadable or altered. Fetch the file again.',
  'gzip-trailing-garbage': 'bytes that belong to nothing follow the compressed data; they were left out.',
  'decoded-as-windows-1252':
    'it is not valid UTF-8 and was read as Windows-1252: letters with accents may be wrong. Export again without saving it in between.',
  'times-of-collection':
    'its times are those of collection in Sentinel, not of the events: up to hours later. Compare with the log itself.',
  'times-are-local':
    'its times are those of the computer that exported it, in a time zone that the file does not name: they are taken for UTC here.',
  'acquired-before-last-record':
    'the time given for when it was acquired is before its last record was made, so it cannot be right and is not used. Give the time at which the log was exported.',
  'file-cut': 'it ends in the middle of a record: what came after is missing. Fetch or export it again.',
  'gzip-cut': 'the compressed file ends too early: records after the cut are missing. Fetch the file again.',
};

/** @returns one sentence; the code itself where it is one of a later version */
export function warningWords(code: string): string {
  const words = Object.hasOwn(WARNING_WORDS, code) ? WARNING_WORDS[code] : outsideScope(code);
  if (words === undefined) return code;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const OUTSIDE_SCOPE = /^records-outside-declared-(period|users|operations)-(\d+)$/;

/** Whether the code says that records of the input contradict what was declared of the search. */
export function contradictsScope(code: string): boolean {
  return OUTSIDE_SCOPE.test(code);
}

function outsideScope(code: string): string | undefined {
  const [, what, n] = OUTSIDE_SCOPE.exec(code) ?? [];
  if (what === undefined) return undefined;
  const records =
    n === '1' ? 'one of its records is' : `${Number(n).toLocaleString('en')} of its records are`;
  const declared = what === 'period' ? 'outside the period' : `not of the ${what}`;
  return `${records} ${declared} declared as searched: what was declared is not all that was searched, or not what was searched. Check what was asked of the log.`;
}

const DAY_S = 86_400;

/**
 * Whether a log was said to be acquired before its last record was made. A day was typed without a time: all of it counts.
 * @param at ISO time; null = not said
 */
export function isBeforeLastRecord(at: string | null | undefined, last: number | null): boolean {
  if (at == null || last === null) return false;
  const seconds = Date.parse(at) / 1_000;
  return (seconds % DAY_S === 0 ? seconds + DAY_S - 1 : seconds) < last;
}
