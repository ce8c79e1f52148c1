import { sectionCommand } from './_section.ts';

export const command = sectionCommand('findings', {
  name: 'findings',
  aliases: ['detections'],
  topic: 'log',
  summary: 'What the detections found, the gravest first.',
  menu: 45,
  examples: ['findings'],
});
