import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { shownOf } from '../_shared/lists.ts';
import { bold, dotted, exact, type Run, subtle, text } from '../_shared/rich.ts';
import { cut, plural, sentence } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

/** A command as the registry describes it. */
export interface CommandHelp {
  name: string;
  /** what follows the name, such as '<path>'; '' for none */
  args: string;
  summary: string;
  examples: readonly string[];
  aliases: readonly string[];
}

export interface HelpInput {
  commands: readonly CommandHelp[];
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    help: HelpInput;
  }
}

const MOST_EXAMPLES = 3;

export const card = defineCard<HelpInput>({
  template,
  rows: 30,
  data({ commands }, rows) {
    const some = shownOf(commands, rows);
    return {
      headline: headline(commands),
      commands: some.items.map((command) => ({ usage: usage(command), about: about(command) })),
      note: some.note,
      buttons: [button('Analyze the sample tenant', 'analyze-sample', {})],
    };
  },
  summary: ({ commands }) => headline(commands),
});

function headline(commands: readonly CommandHelp[]): string {
  const [only] = commands;
  return commands.length === 1 && only
    ? `How to use ${cut(only.name, 40)}`
    : `What I understand: ${plural(commands.length, 'command')}`;
}

function usage({ name: command, args }: CommandHelp): Run[] {
  return [bold(cut(command, 60)), text(args === '' ? '' : ` ${cut(args, 120)}`)];
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
