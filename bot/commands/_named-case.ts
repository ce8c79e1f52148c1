/** Cases as people name them: by id, else by whole name, else by how the name begins. */
import type { CaseListing } from '../../analysis/engine/engine.ts';
import { Problem } from '../problems.ts';
import type { Services } from '../services.ts';

/**
 * Of the cases this person may open only: of others it tells nothing.
 * @throws Problem when there is none, or more than one
 */
export async function namedCase(
  typed: string,
  mayOpen: (caseId: string) => boolean,
  { engine }: Pick<Services, 'engine'>,
): Promise<CaseListing> {
  const mine = (await engine.cases()).filter(({ id }) => mayOpen(id));
  const found = matching(mine, typed.toLowerCase());
  const [only] = found;
  if (only === undefined) {
    throw new Problem('There is no case of that name', ['Write cases to see which there are.']);
  }
  if (found.length > 1) {
    throw new Problem(
      `${found.length} cases begin with that name`,
      found.slice(0, 5).map((one) => `Write case ${one.id} for ${one.name}, made ${one.createdAt}.`),
    );
  }
  return only;
}

function matching(cases: CaseListing[], name: string): CaseListing[] {
  const byId = cases.filter((one) => one.id.toLowerCase() === name);
  if (byId.length > 0) return byId;
  const byName = cases.filter((one) => one.name.toLowerCase() === name);
  return byName.length > 0 ? byName : cases.filter((one) => one.name.toLowerCase().startsWith(name));
}
