import { sectionCommand } from './_section.ts';

export const command = sectionCommand('inputs', {
  name: 'inputs',
  aliases: ['files', 'input'],
  topic: 'log',
  summary: 'The files of the case, what each was and what became of each row.',
  examples: ['inputs'],
});
