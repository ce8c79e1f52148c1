/**
 * Text in CSV that is safe to open in Excel: nothing from a log may become a formula, not even where Excel takes another
 * delimiter than the comma (it goes by the country), which breaks cells apart at semicolons, tabs and line ends.
 */

/** What begins a formula: plain, and full-width as some programs take them. */
const FORMULA = new Set('=+-@\uFF1D\uFF0B\uFF0D\uFF20');
const SEPARATORS = new Set(';\t\r\n');
/** May stand between a separator and a formula without hiding it. */
const TRANSPARENT = /[\s"]/;
const FIRST = /^'*[\t\r]/;

/** Puts an apostrophe before whatever could begin a formula; where one is, it gets one more, so that `alive` can tell. */
export function inert(text: string): string {
  const plain = text.replaceAll('\0', '');
  const inside = rewritten(plain, (apostrophes) => `'${apostrophes}`);
  return FIRST.test(inside) ? `'${inside}` : inside;
}

/** What the text was before `inert`. */
export function alive(cell: string): string {
  const inside = cell.startsWith("'") && FIRST.test(cell) ? cell.slice(1) : cell;
  return rewritten(inside, (apostrophes) => apostrophes.slice(1));
}

/** Gives the apostrophes before each beginning of a formula anew, in one pass: a cell may be long and hostile. */
function rewritten(text: string, change: (apostrophes: string) => string): string {
  let out = '';
  let done = 0;
  let armed = true;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (armed && (FORMULA.has(char) || char === "'")) {
      const from = i;
      while (text[i] === "'") i += 1;
      if (FORMULA.has(text.charAt(i))) {
        out += text.slice(done, from) + change(text.slice(from, i));
        done = i;
      } else i -= 1;
      armed = false;
    } else armed = SEPARATORS.has(char) || (armed && TRANSPARENT.test(char));
  }
  return out + text.slice(done);
}
