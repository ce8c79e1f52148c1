import type { HelpInput } from './model.ts';

const analyze = {
  name: 'analyze',
  topic: 'begin' as const,
  args: '<path>',
  summary: 'Reads an export and says what it proves',
  examples: ['analyze', 'analyze inbox/export.csv'],
  aliases: ['analyse', 'read'],
};

export const samples: Record<string, HelpInput> = {
  all: {
    commands: [
      analyze,
      {
        name: 'mark',
        topic: 'decide',
        args: 'hostile|trusted <ip|session|app|user>:<value>',
        summary: 'Marks an address, session, app or user; shows first what it would hit',
        examples: ['mark hostile ip:203.0.113.9', 'mark hostile ip:203.0.113.9+session:5b1e…'],
        aliases: [],
      },
      { name: 'help', topic: 'about', args: '', summary: 'Shows this list', examples: [], aliases: ['?'] },
    ],
    others: 3,
  },
  one: { commands: [analyze], others: 0 },
};
