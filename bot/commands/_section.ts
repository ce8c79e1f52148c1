/** Commands that show one section of the current case. */
import type { SectionName } from '../../analysis/sections.ts';
import type { CardInputs } from '../../cards/index.ts';
import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { type Command, defineCommand, EVERYWHERE, noArgs, UsageError } from './_command.ts';
import { refang, splitQuoted } from './_words.ts';

type Described = Pick<Command, 'name' | 'aliases' | 'topic' | 'summary' | 'menu' | 'examples'>;

export function sectionCommand(
  section: Exclude<SectionName & keyof CardInputs, 'mailbox-messages' | 'finding'>,
  described: Described,
): Command<null> {
  return defineCommand({
    ...described,
    args: '',
    role: 'viewer',
    scopes: EVERYWHERE,
    about: 'case',
    parse: noArgs,
    async run(_none, turn, services) {
      return [{ do: 'post', card: await show(services.engine, enteredCase(turn), section, {}) }];
    },
  });
}

/** An optional mailbox address. */
export function mailboxArg(words: string): string | null {
  const [mailbox, ...more] = splitQuoted(refang(words));
  if (mailbox === undefined) return null;
  if (more.length > 0) throw new UsageError('One mailbox at a time');
  return mailbox.toLowerCase();
}
