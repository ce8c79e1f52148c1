import { renderCard } from '../../cards/index.ts';
import type { Coverage } from '../live/coverage/index.ts';
import { VERDICTS, type Verdict } from '../live/coverage/verdict.ts';
import { decoded } from '../live/exchange/decode.ts';
import { readSettings } from '../live/exchange/read.ts';
import { CMDLETS, type ExchangeSettings, LINES, type Part } from '../live/exchange/settings.ts';
import { connected } from '../live/tenant.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Effect } from '../turn.ts';
import { type CommandTurn, defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { coverageExport } from './_coverage.ts';

type CoverageArgs =
  | { do: 'look'; only: Verdict | null }
  | { do: 'how' | 'export' }
  | { do: 'weekly'; on: boolean }
  | { do: 'read'; text: string };

const LARGEST_FILE = 32 * 1024 * 1024;
/** What people call the verdicts. */
const CALLED: Record<string, Verdict> = {
  recorded: 'recorded',
  partly: 'partly',
  'not fully': 'partly',
  'not recorded': 'not-recorded',
  unknown: 'unknown',
};

export const command = defineCommand<CoverageArgs>({
  name: 'coverage',
  aliases: ['who is recorded'],
  args: '[not recorded | partly | unknown | recorded] | how | weekly on | weekly off | export | <output of the cmdlets>',
  role: 'responder',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'log',
  summary:
    'Which mailboxes of the live tenant have mail access recorded, why others have not, and the PowerShell that mends it.',
  examples: [
    'coverage',
    'coverage how',
    'coverage not recorded',
    'coverage weekly on',
    'coverage export',
    'coverage {"AuditDisabled":false}',
  ],
  parse(words) {
    const word = words
      .toLowerCase()
      .replace(/[\s-]+/g, ' ')
      .trim();
    if (word === '') return { do: 'look', only: null };
    if (word === 'how' || word === 'export') return { do: word };
    const [, weekly] = /^weekly (on|off)$/.exec(word) ?? [];
    if (weekly !== undefined) return { do: 'weekly', on: weekly === 'on' };
    const only = Object.hasOwn(CALLED, word) ? CALLED[word] : VERDICTS.find((one) => one === word);
    if (only !== undefined) return { do: 'look', only };
    // What was pasted from the screen, or JSON.
    if (/[:{[]/.test(words)) return { do: 'read', text: words };
    throw new UsageError(
      'Write coverage, coverage how, coverage weekly on, or paste what Exchange answered after it',
    );
  },
  // It is about the tenant; of the case of the chat, if there is one for this person, only what its log contradicts.
  async caseOf(_args, { place, mayOpen }, { store }) {
    const caseId = store.currentCase(place);
    return caseId !== null && mayOpen(caseId) ? caseId : null;
  },
  async run(args, turn, services) {
    const { place, caseId } = turn;
    if (args.do === 'how') return [{ do: 'post', card: howCard(services) }];
    const coverage = coverageOf(services);
    if (args.do === 'export') return await coverageExport(coverage, caseId, turn, services);
    if (args.do === 'weekly') return await weekly(args.on, coverage, turn);
    const given = await givenIn(args, turn, services);
    if (given !== null) await coverage.give(given, turn.caller);
    const question = { only: args.do === 'look' ? args.only : null, offset: 0 };
    const reading =
      services.live.tenant?.exchangeAdmin === true ? 'plans and the settings of Exchange' : 'plans';
    return [
      {
        do: 'say',
        words: `${readWords(given)}I am reading the ${reading} of all accounts; the answer comes here.`,
      },
      { do: 'begin', begin: async () => coverage.begin(question, place, caseId) },
    ];
  },
});

/** @throws Problem when Mailtrail is connected to no tenant */
function coverageOf({ live }: Services): Coverage {
  connected(live.tenant, 'users');
  if (live.coverage === null) throw new Error('A tenant without its coverage');
  return live.coverage;
}

function howCard({ live }: Services) {
  const adapter = live.tenant?.exchangeAdmin === true ? 'on' : 'off';
  return renderCard('coverage-how', { lines: LINES, adapter });
}

async function weekly(on: boolean, coverage: Coverage, { place, caller }: CommandTurn): Promise<Effect[]> {
  if (on) return [{ do: 'begin', begin: async () => coverage.beginWeekly(place, caller) }];
  if (await coverage.endWeekly(place)) {
    return [{ do: 'say', words: 'Changes of coverage are not told here any more.' }];
  }
  throw new Problem('Changes of coverage are not told here', ['Write coverage weekly on to begin.']);
}

/** @throws Problem when something was given and nothing of it is known */
async function givenIn(
  args: CoverageArgs,
  { files }: CommandTurn,
  { uploads }: Services,
): Promise<Partial<ExchangeSettings> | null> {
  const given: Partial<ExchangeSettings> = {};
  for (const file of files) {
    const found = readSettings(decoded(await uploads.bytes(file, LARGEST_FILE)));
    if (Object.keys(found).length === 0)
      throw notKnown(`There is nothing of the five cmdlets in ${file.name}`);
    Object.assign(given, found);
  }
  if (args.do === 'read') {
    const found = readSettings(args.text);
    if (Object.keys(found).length === 0) throw notKnown('I do not find any of the settings in that');
    Object.assign(given, found);
  }
  return Object.keys(given).length === 0 ? null : given;
}

function notKnown(what: string): Problem {
  const cmdlets = Object.values(CMDLETS).join(', ');
  return new Problem(what, [
    `It is the output of ${cmdlets} that counts.`,
    'Write coverage how for the lines to run; long output comes as a file, with the word coverage.',
  ]);
}

/** Fixed words and numbers: nothing of what was in it. */
function readWords(given: Partial<ExchangeSettings> | null): string {
  if (given === null) return '';
  const parts = Object.entries(given).map(([part, content]) => {
    const rows = Array.isArray(content) ? `, ${content.length.toLocaleString('en')} rows` : '';
    return `${CMDLETS[part as Part]}${rows}`;
  });
  return `Understood: ${parts.join('; ')}. `;
}
