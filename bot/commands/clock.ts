import { isoTime } from '../../analysis/time.ts';
import { renderCard } from '../../cards/index.ts';
import { personOf } from '../access/index.ts';
import { Problem } from '../problems.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { listed } from './_custody.ts';
import { timeInZone, zoneNamed } from './_zone.ts';

type ClockArgs =
  | { do: 'show' }
  | { do: 'stop'; id: string }
  /** `since`: null = now */
  | { do: 'start'; hours: number; regime: string; since: string | null; zone: string };

const MOST_HOURS = 8_760;
const LONGEST_REGIME = 80;

export const command = defineCommand<ClockArgs>({
  name: 'clock',
  aliases: ['clocks', 'deadline'],
  args: '[start <hours> <rule> [since <time>] [zone <zone>] | stop <id>]',
  role: 'lead',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'work',
  summary:
    'Starts, stops or shows the clocks of decisions that are due. I only count: drafts are never sent.',
  examples: [
    'clock start 72 GDPR art. 33 since 2026-05-20 11:02 zone Europe/Berlin',
    'clock start 24 insurer, first notice',
    'clock stop 7c1e5b2a',
    'clocks',
  ],
  parse(words) {
    if (words === '') return { do: 'show' };
    const [, verb = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
    if (verb.toLowerCase() === 'start') return started(rest);
    if (verb.toLowerCase() !== 'stop') throw new UsageError('Write clock start, clock stop, or clocks alone');
    if (!/^[\da-f-]{4,36}$/i.test(rest))
      throw new UsageError('Write clock stop and the id that clocks shows');
    return { do: 'stop', id: rest.toLowerCase() };
  },
  async run(args, turn, services) {
    const caseId = enteredCase(turn);
    const { work, engine } = services;
    const now = new Date();
    if (args.do === 'start') {
      const awareSince = args.since ?? isoTime(Math.floor(now.getTime() / 1000));
      if (Date.parse(awareSince) > now.getTime()) {
        throw new Problem('That is still to come', [
          'Write since when you have been aware, or leave it out for now.',
        ]);
      }
      const { hours, regime, zone } = args;
      await work.startClock(caseId, { regime, hours, zone, awareSince }, personOf(turn.caller));
    }
    if (args.do === 'stop') {
      const [meant, ...more] = work.of(caseId).clocks.filter(({ id }) => id.startsWith(args.id));
      if (!meant || more.length > 0 || !(await work.stopClock(caseId, meant.id))) {
        throw new Problem('No one clock has that id', ['Write clocks to see which run.']);
      }
    }
    const { name } = await listed(engine, caseId);
    const { clocks } = work.of(caseId);
    return [
      {
        do: 'post',
        card: renderCard('clocks', { case: { id: caseId, name }, clocks, now: now.toISOString() }),
      },
    ];
  },
});

/** '72 GDPR art. 33 since 2026-05-20 11:02 zone Europe/Berlin' */
function started(words: string): ClockArgs {
  const [head = '', ...tails] = words.split(/\s+(?=(?:since|zone)\s)/i);
  const [, digits, said = ''] = /^(\d{1,5})(?:\s*h(?:ours?)?)?\s+(.+)$/i.exec(head) ?? [];
  const hours = Number(digits);
  if (digits === undefined || hours < 1 || hours > MOST_HOURS) {
    throw new UsageError(`Write how many hours it runs, from 1 to ${MOST_HOURS}, and which rule asks for it`);
  }
  const regime = said.replace(/^["']([^"']*)["']$/, '$1').trim();
  if (regime === '' || regime.length > LONGEST_REGIME) {
    throw new UsageError(`Name the rule in at most ${LONGEST_REGIME} characters, such as GDPR art. 33`);
  }
  const tail = (word: string) =>
    tails
      .find((one) => one.toLowerCase().startsWith(`${word} `))
      ?.slice(5)
      .trim();
  const zone = zoneNamed(tail('zone') ?? 'UTC');
  if (zone === null)
    throw new UsageError('I do not know that time zone; write one such as Europe/Berlin or UTC');
  const typed = tail('since');
  const since = typed === undefined ? null : timeInZone(typed, zone);
  if (typed !== undefined && since === null) {
    throw new UsageError('Write since when as 2026-05-20 11:02, a time in that zone, or with a Z for UTC');
  }
  return { do: 'start', hours, regime, since, zone };
}
