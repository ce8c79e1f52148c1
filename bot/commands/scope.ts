import type { Acquired } from '../../analysis/report.ts';
import { isoTime, typedTime } from '../../analysis/time.ts';
import { renderCard } from '../../cards/index.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { refang, splitQuoted } from './_words.ts';

const KEYS = ['from', 'to', 'users', 'operations', 'by', 'at'] as const;
type Key = (typeof KEYS)[number];

export const command = defineCommand<Partial<Acquired>>({
  name: 'scope',
  aliases: ['searched', 'acquired'],
  args: '[from <time>] [to <time>] [users <a,b>] [operations <a,b>] [by <who>] [at <time>]',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'decide',
  summary:
    'Declares what was asked of the log, since the first and last record are not the searched period. Times are UTC; “unknown” takes back what was declared.',
  examples: [
    'scope from 2026-04-08 to 2026-05-20',
    'scope from 8 Apr 2026 to 20 May 2026 16:40 UTC',
    'scope users lee.gu@contoso.com,miriam.g@contoso.com operations MailItemsAccessed by Ana at 2026-05-21T08:00Z',
    'scope users unknown',
  ],
  parse(words) {
    return acquiredOf(sectionsOf(splitQuoted(refang(words))));
  },
  async run(acquired, turn, services) {
    const caseId = enteredCase(turn);
    const against =
      Object.keys(acquired).length > 0 ? await services.engine.declareScope(caseId, acquired) : [];
    const files = await services.engine.section(caseId, 'inputs', {});
    return [{ do: 'post', card: renderCard('inputs', { ...files, against }) }];
  },
});

/** The words after each key, in any order of the keys. */
function sectionsOf(words: string[]): Map<Key, string[]> {
  const sections = new Map<Key, string[]>();
  let values: string[] | null = null;
  for (const word of words) {
    const key = KEYS.find((one) => one === word.toLowerCase().replace(/:$/, ''));
    if (key !== undefined) {
      values = [];
      sections.set(key, values);
    } else if (values === null) {
      throw new UsageError(`Begin with one of ${KEYS.join(', ')}`);
    } else {
      values.push(word);
    }
  }
  for (const [key, given] of sections) {
    if (given.length === 0) throw new UsageError(`Something must follow ${key}`);
  }
  return sections;
}

function acquiredOf(sections: Map<Key, string[]>): Partial<Acquired> {
  const acquired: Partial<Acquired> = {};
  for (const [key, words] of sections) {
    if (words.length === 1 && words[0]?.toLowerCase() === 'unknown') acquired[key] = null;
    else if (key === 'users' || key === 'operations')
      acquired[key] = words.join(',').split(/[,;]+/).filter(Boolean);
    else if (key === 'by') acquired.by = words.join(' ');
    else acquired[key] = timeOf(key, words.join(' '));
  }
  if (acquired.users) acquired.users = acquired.users.map((user) => user.toLowerCase());
  if (acquired.from && acquired.to && acquired.from > acquired.to) {
    throw new UsageError('The searched period must begin before it ends');
  }
  return acquired;
}

function timeOf(key: 'from' | 'to' | 'at', text: string): string {
  const seconds = typedTime(text, key === 'to' ? 'last' : 'first');
  if (seconds !== null) return isoTime(seconds);
  throw new UsageError(
    `The time after ${key} is written as 2026-05-20, 2026-05-20T16:40Z or 20 May 2026 16:40 UTC`,
  );
}
