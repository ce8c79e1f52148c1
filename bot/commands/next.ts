import { sectionCommand } from './_section.ts';

export const command = sectionCommand('next-steps', {
  name: 'next',
  aliases: ['next steps', 'steps', 'todo'],
  summary: 'What to do next, in order, with the lines to paste.',
  menu: 80,
  examples: ['next'],
});
