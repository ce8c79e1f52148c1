import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, dotted, exact, type Run, subtle, text } from '../_shared/rich.ts';
import { cut, plural, sentence, shorten } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** In the order in which the help lists them. */
const TOPICS = {
  begin: 'Begin',
  log: 'What the log says',
  decide: 'Decide',
  work: 'Work on it together',
  'hand-on': 'Hand it on',
  told: 'Be told',
  keep: 'Who sees it, how long it is kept',
  about: 'About me',
} as const;
export type Topic = keyof typeof TOPICS;

/** A command as the registry describes it. */
export interface CommandHelp {
  name: string;
  topic: Topic;
  /** what follows the name, such as '<path>'; '' for none */
  args: string;
  summary: string;
  examples: readonly string[];
  aliases: readonly string[];
}

export interface HelpInput {
  commands: readonly CommandHelp[];
  /** how many there are besides, for other roles or other kinds of chats */
  others: number;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    help: HelpInput;
  }
}

const MOST_EXAMPLES = 3;
/** All commands have to fit one card; help and a name shows the whole of it. */
const LONGEST_OVERVIEW = 76;

export const card = defineCard<HelpInput>({
  template,
  rows: 80,
  data(input, rows) {
    const { commands } = input;
    const some = shownOf(commands, rows);
    const [only, ...more] = some.items;
    const alone = only !== undefined && more.length === 0 ? [only] : [];
    return {
      headline: headline(commands),
      lead:
        alone.length > 0 ? 'In a channel, mention me first.' : 'Write help and a name to see how it is used.',
      commands: alone.map((command) => ({ usage: usage(command), about: about(command) })),
      groups: alone.length > 0 ? [] : groups(some.items),
      note: dotted(some.note, othersNote(input.others)),
      buttons: [button('Analyze the sample tenant', 'analyze-sample', {})],
    };
  },
  summary: ({ commands }) => headline(commands),
});

function headline(commands: readonly CommandHelp[]): string {
  const [only] = commands;
  return commands.length === 1 && only
    ? `How to use ${cut(spoken(only), 40)}`
    : `What I understand: ${plural(commands.length, 'command')}`;
}

function groups(commands: readonly CommandHelp[]) {
  return Object.entries(TOPICS).flatMap(([topic, title]) => {
    const lines = commands
      .filter((command) => command.topic === topic)
      .map((command) => ({
        inlines: [bold(cut(spoken(command), 60)), text(`  ${sentence(overview(command.summary))}`)],
      }));
    return lines.length === 0 ? [] : [{ title, lines }];
  });
}

/** Whole clauses as far as they fit, so that no line breaks off; of one that is longer still, its beginning. */
function overview(summary: string): string {
  if (summary.length <= LONGEST_OVERVIEW) return summary;
  const end = Math.max(
    ...[', ', ': ', '; ', '. '].map((mark) => summary.lastIndexOf(mark, LONGEST_OVERVIEW)),
  );
  return end < 20 ? shorten(summary, LONGEST_OVERVIEW) : summary.slice(0, end);
}

/** 'case-new' is what it is called; people write 'case new'. */
function spoken({ name, aliases }: CommandHelp): string {
  const words = name.replaceAll('-', ' ');
  return aliases.includes(words) ? words : name;
}

function othersNote(others: number): string | null {
  if (others === 0) return null;
  return `${plural(others, 'command')} more for other roles or other kinds of chats.`;
}

function usage(command: CommandHelp): Run[] {
  const { args } = command;
  return [bold(cut(spoken(command), 60)), text(args === '' ? '' : ` ${cut(args, 120)}`)];
}

function about({ summary, examples, aliases }: CommandHelp): Run[] {
  const shownExamples = examples.slice(0, MOST_EXAMPLES).map((one) => cut(one, 120));
  return [
    text(sentence(cut(summary, 300))),
    ...shownExamples.flatMap((one, i) => [subtle(i === 0 ? '  Such as: ' : '  or: '), exact(one)]),
    subtle(
      dotted(
        aliases.length > 0 &&
          `  Also: ${aliases
            .slice(0, 5)
            .map((one) => cut(one, 40))
            .join(', ')}`,
      ),
    ),
  ];
}
