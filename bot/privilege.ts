/** Nothing about a privileged case is shown without saying so. */
import type { Engine } from '../analysis/engine/engine.ts';
import { type RenderedCard, withPrivilegeBanner } from '../cards/index.ts';

/** Whether counsel declared it so; where that cannot be known, it is taken for so. */
export async function isPrivilegedCase(caseId: string, engine: Pick<Engine, 'cases'>): Promise<boolean> {
  return await engine.cases().then(
    (cases) => cases.some(({ id, privileged }) => id === caseId && privileged === true),
    () => true,
  );
}

/** The card with the banner where the case has one: not every card is drawn from a section that says so itself. */
export async function withBannerOf(
  caseId: string,
  engine: Pick<Engine, 'cases'>,
  card: RenderedCard,
): Promise<RenderedCard> {
  return (await isPrivilegedCase(caseId, engine)) ? withPrivilegeBanner(card) : card;
}
