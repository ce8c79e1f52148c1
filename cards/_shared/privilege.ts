/** The banner of a case under legal privilege. Mailtrail only shows it: whether a case is privileged is counsel's word. */
import type { RenderedCard } from './define-card.ts';
import type { JsonObject } from './literal.ts';
import { cut } from './words.ts';

export const PRIVILEGE_WORDS = 'Privileged and confidential. Do not forward.';
const SHORT = 'Privileged: ';
const ID = 'privileged';

/** Whether the case that a card or report is drawn from is privileged; what names no case is not. */
export function isPrivileged(input: unknown): boolean {
  if (typeof input !== 'object' || input === null || !('case' in input)) return false;
  const about = input.case;
  return typeof about === 'object' && about !== null && 'privileged' in about && about.privileged === true;
}

/** The same card with the banner above everything, in the notification too; once, however often it is asked for. */
export function withPrivilegeBanner({ card, summary }: RenderedCard): RenderedCard {
  const body = Array.isArray(card.body) ? card.body : [];
  if (body.some((part) => (part as JsonObject | null)?.id === ID)) return { card, summary };
  const told = cut(`${SHORT}${summary}`, 200);
  return { card: { ...card, body: [banner(), ...body], fallbackText: told, speak: told }, summary: told };
}

function banner(): JsonObject {
  return {
    type: 'TextBlock',
    id: ID,
    text: PRIVILEGE_WORDS,
    size: 'medium',
    weight: 'bolder',
    color: 'attention',
    wrap: true,
  };
}
