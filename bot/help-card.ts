/** What somebody can write where they are: the same whether a command or a button asked. */
import { type RenderedCard, renderCard } from '../cards/index.ts';
import { reaches } from './access/index.ts';
import type { Commands } from './commands/index.ts';
import type { Role } from './config.ts';
import type { Place } from './turn.ts';

export function helpCard({ all }: Commands, role: Role, { scope }: Place): RenderedCard {
  const usable = all.filter((command) => reaches(role, command.role) && command.scopes.includes(scope));
  return renderCard('help', { commands: usable, others: all.length - usable.length });
}
