import type { NextStep } from '../../analysis/report.ts';
import type { NextStepsSection } from '../../analysis/sections.ts';
import { button } from '../_shared/buttons.ts';
import { defineCard } from '../_shared/define-card.ts';
import { pageButtons, shown } from '../_shared/lists.ts';
import { bold, dotted, exact, subtle, text } from '../_shared/rich.ts';
import { count, cut, name, plural, sentence, shorten, time, title } from '../_shared/words.ts';
import { stillDone, type Tick } from '../_shared/work.ts';
import template from './template.json' with { type: 'json' };

/** What to do now, in order, each step with its source and the lines to paste, and what was done of it. */
export interface NextStepsInput extends NextStepsSection {
  /** by step id; absent where nobody can tick */
  ticks?: Record<string, Tick>;
  /** for whoever asked: such as that somebody else was faster */
  word?: string;
}

declare module '../_shared/define-card.ts' {
  interface CardInputs {
    'next-steps': NextStepsInput;
  }
}

/** Characters of commands on one step. A command is shown whole or not at all: half a command is worse than none. */
const ROOM_FOR_COMMANDS = 1_500;

export const card = defineCard<NextStepsInput>({
  template,
  rows: 8,
  data(section, rows) {
    const steps = shown(section.steps, rows);
    const data = { caseId: section.case.id };
    return {
      headline: headline(section),
      word: section.word ?? '',
      about: dotted(`case ${name(section.case.name)}`, done(section)),
      steps: steps.items.map((step, i) => stepData(section, step, steps.offset + i + 1)),
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

function done({ ticks = {}, steps }: NextStepsInput): string {
  const ticked = Object.entries(ticks).filter(([id, tick]) => {
    const step = steps.items.find((one) => one.id === id);
    return step === undefined || stillDone(tick, step.title);
  }).length;
  return ticked === 0 ? '' : `${count(Math.min(ticked, steps.total))} of ${count(steps.total)} done`;
}

function stepData(section: NextStepsInput, step: NextStep, number: number) {
  const all = step.commands.filter((command) => command.trim() !== '');
  const commands = thatFit(all);
  const commandsId = `commands-${number}`;
  const left = all.length - commands.length;
  const last = section.ticks && Object.hasOwn(section.ticks, step.id) ? section.ticks[step.id] : undefined;
  const tick = last !== undefined && stillDone(last, step.title) ? last : undefined;
  return {
    title: [
      bold(`${tick ? '✓' : count(number)}  ${title(cut(step.title, 200))}`),
      ...(last ? [subtle(`  ${doneWhen(last, step)}`)] : []),
    ],
    why: [text(sentence(shorten(step.why, 600))), subtle(`  Source: ${cut(step.source, 120)}`)],
    commands: commands.map((command) => ({ inlines: [exact(command)] })),
    commandsId,
    show: [
      ...(commands.length === 0 ? [] : [showButton(commandsId, commands.length)]),
      ...tickButton(section, step, tick),
    ],
    tooLong: left > 0 ? `And ${plural(left, 'more command')}, too long for a card.` : '',
  };
}

function doneWhen(tick: Tick, { title: now }: NextStep): string {
  const who = `done by ${name(tick.by.name)}, ${time(tick.at)}`;
  return stillDone(tick, now) ? who : `${who}, when it said: ${title(cut(tick.title, 120))}`;
}

function tickButton({ case: { id: caseId }, ticks, steps }: NextStepsInput, step: NextStep, tick?: Tick) {
  if (ticks === undefined) return [];
  const data = { caseId, step: step.id, done: tick === undefined, offset: steps.offset };
  return [button(tick === undefined ? 'Done' : 'Not done after all', 'tick-step', data)];
}

function thatFit(commands: string[]): string[] {
  let room = ROOM_FOR_COMMANDS;
  return commands.filter((command) => {
    const fits = command.length <= room;
    if (fits) room -= command.length;
    return fits;
  });
}

function showButton(commandsId: string, commands: number) {
  const title = commands === 1 ? 'Show command' : 'Show commands';
  return { type: 'Action.ToggleVisibility', title, targetElements: [commandsId] };
}
