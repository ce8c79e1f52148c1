import { sectionCommand } from './_section.ts';

export const command = sectionCommand('gaps', {
  name: 'gaps',
  aliases: ['gap', 'blind'],
  topic: 'log',
  summary: 'What the log cannot show, and what may not be concluded.',
  menu: 60,
  examples: ['gaps'],
});
