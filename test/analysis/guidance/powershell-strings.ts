/**
 * A PowerShell line without its strings, read as PowerShell's tokenizer reads it: any of the five single
 * quotes opens and closes, two in a row are one quote; the four double quotes likewise, with ` as escape.
 */
const SINGLE = "'\u2018\u2019\u201A\u201B";
const DOUBLE = '"\u201C\u201D\u201E';

export function outsideStrings(line: string): string {
  let outside = '';
  for (let i = 0; i < line.length; i += 1) {
    const quotes = [SINGLE, DOUBLE].find((kind) => kind.includes(line.charAt(i)));
    if (quotes === undefined) {
      outside += line.charAt(i);
      continue;
    }
    i = endOfString(line, i + 1, quotes);
    outside += '<string>';
  }
  return outside;
}

function endOfString(line: string, start: number, quotes: string): number {
  for (let i = start; i < line.length; i += 1) {
    if (quotes === DOUBLE && line.charAt(i) === '`') i += 1;
    else if (quotes.includes(line.charAt(i))) {
      if (i + 1 < line.length && quotes.includes(line.charAt(i + 1))) i += 1;
      else return i;
    }
  }
  throw new Error(`a string is never closed: ${line.slice(start - 1)}`);
}
