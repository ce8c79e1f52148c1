/** Files for somebody: Teams lets bots hand them over in private chats only (teams-platform.md 2). */
import type { Engine } from '../analysis/engine/engine.ts';
import type { CaseIdentity } from '../analysis/report.ts';
import { Problem } from './problems.ts';
import type { Services } from './services.ts';
import type { Place } from './turn.ts';

/** A case that cannot be read has its id for a name. */
export async function identityOf(engine: Engine, caseId: string): Promise<CaseIdentity> {
  const found = (await engine.cases()).find(({ id }) => id === caseId);
  return { id: caseId, name: found?.name ?? caseId, privileged: found?.privileged };
}

/**
 * @param there what to write in a private chat instead
 * @throws Problem in Teams' channels and group chats
 */
export function mustBePrivate({ scope }: Place, { local }: Services, there: string, ...more: string[]): void {
  if (local || scope === 'personal') return;
  throw new Problem('Teams lets me hand over files in private chats only', [
    `Open a private chat with me and write ${there}.`,
    'From there you can put it where it belongs; who is in the channel may be more than who is in the case.',
    ...more,
  ]);
}
