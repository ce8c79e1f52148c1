import { defineCommand, EVERYWHERE, noArgs } from './_command.ts';

export const command = defineCommand<null>({
  name: 'case-close',
  aliases: ['case close', 'close case'],
  args: '',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  topic: 'begin',
  summary: 'This chat is about no case any more. The case itself stays as it is.',
  examples: ['case close'],
  parse: noArgs,
  async run(_none, { place }, { store }) {
    await store.setCurrentCase(place, null);
    return [
      {
        do: 'say',
        words: 'This chat is about no case now. The case stays: cases lists it, case takes it up again.',
      },
    ];
  },
});
