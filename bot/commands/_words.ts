/** Taking apart what follows a command. */

/** `a.csv "my export.csv"` -> ['a.csv', 'my export.csv']; an open quote runs to the end. */
export function splitQuoted(words: string): string[] {
  return [...words.matchAll(/"([^"]*)"?|'([^']*)'?|(\S+)/g)]
    .map(([, double, single, bare]) => double ?? single ?? bare ?? '')
    .filter((part) => part !== '');
}

/** Undoes the ways people make addresses unclickable: 203[.]0[.]113[.]9, ana[@]contoso.com, 2001[:]db8::1. */
export function refang(words: string): string {
  return words
    .replace(/[[({]\s*(?:\.|dot)\s*[\])}]/gi, '.')
    .replace(/[[({]\s*(?:@|at)\s*[\])}]/gi, '@')
    .replace(/[[({]\s*:\s*[\])}]/g, ':');
}
