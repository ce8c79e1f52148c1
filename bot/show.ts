/** Cards drawn from sections of a case: the same whether a command or a button asked. */
import type { Engine } from '../analysis/engine/engine.ts';
import type { SectionName, Sections } from '../analysis/sections.ts';
import { type CardInputs, type RenderedCard, renderCard } from '../cards/index.ts';

/**
 * Reads one section of a case and draws the card of the same name.
 * @throws EngineError no-such-case, bad-request
 */
export async function show<N extends SectionName & keyof CardInputs>(
  engine: Engine,
  caseId: string,
  name: N,
  query: Sections[N]['query'],
): Promise<RenderedCard> {
  const section = await engine.section(caseId, name, query);
  return renderCard(name, section as Sections[N]['result'] & CardInputs[N]);
}
