import type { NextStep } from '../../analysis/report.ts';
import type { NextStepsSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, subtle, text } from '../_shared/rich.ts';
import { count, cut, name, plural, sentence } from '../_shared/words.ts';
import template from './template.json' with { type: 'json' };

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    /** What to do now, in order, each step with its source and the lines to paste. */
    'next-steps': NextStepsSection;
  }
}

/** A command is shown whole or not at all: half a command is worse than none. */
const LONGEST_COMMAND = 1_200;
const MOST_COMMANDS = 3;

export const card = defineCard<NextStepsSection>({
  template,
  rows: 8,
  data(section, rows) {
    const steps = shown(section.steps, rows);
    const data = { caseId: section.case.id };
    return {
      headline: headline(section),
      about: `case ${name(section.case.name)}`,
      steps: steps.items.map((step, i) => stepData(step, steps.offset + i + 1)),
      note: steps.note,
      paging: pageButtons('show-next-steps', data, [steps], rows),
      buttons: [
        button('Gaps', 'show-gaps', data),
        button('Messages', 'show-messages', data),
        button('Summary', 'show-summary', data),
      ],
    };
  },
  summary: (section) => {
    const first = section.steps.items[0];
    return first ? `${headline(section)}: first, ${first.title}` : headline(section);
  },
});

function headline({ steps: { total }, case: { name: caseName } }: NextStepsSection): string {
  return total === 0
    ? `No next step for case ${name(caseName)}`
    : `What to do next: ${plural(total, 'step')}`;
}

function stepData(step: NextStep, number: number) {
  const lines = step.commands.filter((line) => line.trim() !== '');
  const commands = lines.filter((line) => line.length <= LONGEST_COMMAND).slice(0, MOST_COMMANDS);
  const commandsId = `commands-${number}`;
  const left = lines.length - commands.length;
  return {
    title: [bold(`${count(number)}  ${cut(step.title, 200)}`)],
    why: [text(sentence(cut(step.why, 400))), subtle(`  Source: ${cut(step.source, 120)}`)],
    commands: commands.map((command) => ({ command })),
    commandsId,
    show: commands.length === 0 ? [] : [showButton(commandsId, commands.length)],
    tooLong: left > 0 ? `and ${plural(left, 'more line')}, too long for a card` : '',
  };
}

function showButton(commandsId: string, commands: number) {
  const title = commands === 1 ? 'Show command' : 'Show commands';
  return { type: 'Action.ToggleVisibility', title, targetElements: [commandsId] };
}
