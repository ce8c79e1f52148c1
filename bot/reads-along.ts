/** An attacker in a mailbox reads that person's Teams too (issue 4): who in a conversation must not see its case. */
import { type CardInputs, type RenderedCard, renderCard } from '../cards/index.ts';
import { OUT_OF_BAND } from './access/index.ts';
import { withBannerOf } from './privilege.ts';
import type { Services } from './services.ts';
import type { Place } from './turn.ts';

type ReadsAlong = Pick<CardInputs['alerts-status'], 'unsafe' | 'membersUnknown'>;
type Tools = Pick<Services, 'accounts' | 'roster' | 'local'>;

export async function whoReadsAlong(
  place: Place,
  caseId: string | null,
  { accounts, roster, local }: Tools,
): Promise<ReadsAlong> {
  // In local mode nobody else can be there.
  if (caseId === null || local) return { unsafe: [], membersUnknown: null };
  try {
    const unsafe = await accounts.unsafeMembers(await roster.all(place), caseId);
    return { unsafe: unsafe.map(({ member, why }) => ({ name: member.name, why })), membersUnknown: null };
  } catch {
    const membersUnknown =
      'I could not find out who reads along here: an account of this case may be among them.';
    return { unsafe: [], membersUnknown };
  }
}

/** What to say besides, where a case becomes that of a conversation; null when there is nothing to warn of. */
export async function readsAlongCard(
  place: Place,
  caseId: string,
  services: Tools & Pick<Services, 'engine'>,
): Promise<RenderedCard | null> {
  const found = await whoReadsAlong(place, caseId, services);
  if (found.unsafe.length === 0 && found.membersUnknown === null) return null;
  const card = renderCard('reads-along', { ...found, advice: OUT_OF_BAND });
  return await withBannerOf(caseId, services.engine, card);
}
