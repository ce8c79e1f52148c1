import type { NameMessagesInput } from './model.ts';

const asked: NameMessagesInput = {
  case: { id: 'c-0520', name: 'contoso-0520' },
  mailbox: 'isaiah.l@contoso.com',
  messages: 98,
  inputs: 2,
  held: false,
  appId: 'de300000-0000-4000-8000-00000000de30',
  requests: 5,
};

export const samples: Record<string, NameMessagesInput> = {
  asked,
  'one, held': { ...asked, messages: 1, inputs: 1, requests: 1, held: true },
  none: { ...asked, messages: 0, requests: 0 },
};
