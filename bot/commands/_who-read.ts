/** The card of who can have read messages, by the question that was asked. */
import { type RenderedCard, renderCard } from '../../cards/index.ts';
import type { Services } from '../services.ts';

export interface WhoReadQuestion {
  ids: string[];
  mailbox: string | null;
  /** ISO time of the delivery */
  since: string | null;
}

export async function whoReadCard(
  caseId: string,
  asked: string,
  { ids, mailbox, since }: WhoReadQuestion,
  offset: number,
  { engine }: Services,
): Promise<RenderedCard> {
  const section = await engine.section(caseId, 'who-read', {
    ids,
    offset,
    ...(mailbox === null ? {} : { mailbox }),
    ...(since === null ? {} : { since }),
  });
  return renderCard('who-read', { ...section, question: asked });
}
