import { isoTime, TYPED_TIME, typedTime } from '../../analysis/time.ts';
import { localFile } from '../local-files.ts';
import { messageIdsIn } from '../message-ids.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import { enteredCase } from './_case.ts';
import { type CommandTurn, defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { type WhoReadQuestion, whoReadCard } from './_who-read.ts';
import { refang, splitQuoted } from './_words.ts';

const MOST_IDS = 1_000;
const LARGEST_LIST = 5 * 1024 * 1024;
const SINCE = new RegExp(`\\s(?:since|delivered):?\\s+(${TYPED_TIME})\\s*$`, 'i');
const OF = /\s(?:of|in):?\s+(\S+@\S+)\s*$/i;

export const command = defineCommand<WhoReadQuestion>({
  name: 'who-read',
  aliases: ['who read', 'who has read', 'whoread'],
  args: '<message ids, or a CSV of them> [of <mailbox>] [since <delivery>]',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary:
    'Who can have read a message: records that name it, Syncs that may have carried it, gaps since it was delivered.',
  examples: [
    'who read <CAF0001@mail.contoso.com>',
    'who read CAF0001@mail.contoso.com of lee.gu@contoso.com since 2026-05-14',
  ],
  parse(words) {
    let rest = ` ${refang(words)}`;
    const [sinceWords, sinceTime] = SINCE.exec(rest) ?? [];
    if (sinceWords !== undefined) rest = rest.slice(0, -sinceWords.length);
    const [ofWords, mailbox] = OF.exec(rest) ?? [];
    if (ofWords !== undefined) rest = rest.slice(0, -ofWords.length);
    const seconds = sinceTime === undefined ? null : typedTime(sinceTime, 'first');
    const ids = splitQuoted(rest.replace(/[,;]+/g, ' ')).map((id) => id.replace(/^<|>$/g, ''));
    if (ids.some((id) => /^(since|delivered|of|in):?$/i.test(id))) {
      throw new UsageError(
        'After of stands a mailbox, after since the time of the delivery, such as 2026-05-14',
      );
    }
    return {
      ids: [...new Set(ids.filter((id) => id !== ''))].slice(0, MOST_IDS),
      mailbox: mailbox?.replace(/^["'<]+|["'>]+$/g, '').toLowerCase() ?? null,
      since: seconds === null ? null : isoTime(seconds),
    };
  },
  async run(typed, turn, services) {
    const caseId = enteredCase(turn);
    const question = { ...typed, ids: await idsMeant(typed.ids, turn, services) };
    const asked = services.asked.keep(caseId, question);
    return [{ do: 'post', card: await whoReadCard(caseId, asked, question, 0, services) }];
  },
});

async function idsMeant(
  typed: string[],
  { files, place }: CommandTurn,
  services: Services,
): Promise<string[]> {
  const [first] = typed;
  const path = services.local && typed.length === 1 && first && /\.(csv|txt)$/i.test(first) ? first : null;
  if (files.length === 0 && path === null) {
    if (typed.length > 0) return typed;
    throw new Problem('Which messages?', [
      'Write who read and their ids, such as <CAF0001@mail.contoso.com>.',
      place.scope === 'personal'
        ? 'Or attach a CSV of ids to a message that says who read.'
        : 'Or send me a CSV of ids in a private chat, with the words who read.',
    ]);
  }
  const ids = [...typed.filter((id) => id !== path)];
  for (const file of files)
    ids.push(...messageIdsIn(await services.uploads.text(file, LARGEST_LIST), MOST_IDS));
  if (path !== null) {
    const { path: found } = await localFile(path, services.readableFolders);
    ids.push(...messageIdsIn(await services.uploads.textAt(found, LARGEST_LIST), MOST_IDS));
  }
  if (ids.length > 0) return [...new Set(ids)].slice(0, MOST_IDS);
  throw new Problem('There are no message ids in that file', [
    'Call the column InternetMessageId, or put one id on each line.',
  ]);
}
