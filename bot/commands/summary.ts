import { sectionCommand } from './_section.ts';

export const command = sectionCommand('summary', {
  name: 'summary',
  aliases: ['verdict', 'overview'],
  topic: 'log',
  summary: 'The answer first: what happened in the current case, how sure, and what to do.',
  menu: 20,
  examples: ['summary'],
});
