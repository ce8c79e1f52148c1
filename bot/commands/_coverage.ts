/** Every verdict as a file. Files are handed over as part of a case, so there has to be one. */

import { identityOf, mustBePrivate } from '../hand-over.ts';
import type { Coverage } from '../live/coverage/index.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';
import type { Effect, Place } from '../turn.ts';

/**
 * @param caseId of this chat, when the person may open it
 * @throws Problem without a case, and in Teams' channels and group chats
 */
export async function coverageExport(
  coverage: Coverage,
  caseId: string | null,
  { place }: { place: Place },
  services: Services,
): Promise<Effect[]> {
  mustBePrivate(place, services, 'coverage export');
  if (caseId === null) {
    throw new Problem('A file is handed over as part of a case, and this chat is about none', [
      'Write case and its name, or case new and a name, then coverage export.',
    ]);
  }
  const about = await identityOf(services.engine, caseId);
  return [
    {
      do: 'export',
      order: {
        case: about,
        kind: 'coverage',
        about: 'One row for each mailbox: whether its mail access is recorded, why not, and what mends it',
        write: (_onProgress, signal) => coverage.csv(signal),
      },
    },
  ];
}
