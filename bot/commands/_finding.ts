/** Findings as people name them, and the card that answers whatever was done about one. */
import { findingCard } from '../finding-card.ts';
import type { Services } from '../services.ts';
import type { Effect } from '../turn.ts';
import { UsageError } from './_command.ts';

const FINDING = /^(?:finding\s+)?["'#]?([0-9a-f]{16})["']?(?:\s+(.*))?$/i;

/** 'finding 9F3C2A7BE0114D55 to me' -> its id, lower-case, and what follows; null when it does not begin with one */
export function findingWords(words: string): { id: string; rest: string } | null {
  const [, id, rest = ''] = FINDING.exec(words.trim()) ?? [];
  return id === undefined ? null : { id: id.toLowerCase(), rest: rest.trim() };
}

/** @throws UsageError when it does not begin with the id of a finding */
export function mustNameFinding(words: string, command: string): { id: string; rest: string } {
  const named = findingWords(words);
  if (named) return named;
  throw new UsageError(
    `Write ${command} and the id of a finding, 16 characters, as the list of findings shows it`,
  );
}

/** @param late what to tell whoever was late; '' when it was done */
export async function answerFinding(
  caseId: string,
  id: string,
  services: Services,
  late = '',
): Promise<Effect[]> {
  return [{ do: 'post', card: await findingCard(caseId, id, services, late) }];
}
