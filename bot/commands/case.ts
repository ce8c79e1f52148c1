import type { CaseListing } from '../../analysis/engine/engine.ts';
import { Problem } from '../problems.ts';
import { show } from '../show.ts';
import { enteredCase } from './_case.ts';
import { defineCommand, EVERYWHERE, UsageError } from './_command.ts';
import { splitQuoted } from './_words.ts';

export const command = defineCommand<string>({
  name: 'case',
  aliases: ['use', 'switch'],
  args: '<name>',
  role: 'viewer',
  scopes: EVERYWHERE,
  about: 'case',
  summary: 'Makes a case the current one of this chat and shows its summary.',
  examples: ['case contoso-0520'],
  parse(words) {
    const name = splitQuoted(words).join(' ');
    if (name === '') throw new UsageError('Write case and the name of a case; cases lists them');
    return name;
  },
  async caseOf(name, { mayOpen }, { engine }) {
    const mine = (await engine.cases()).filter(({ id }) => mayOpen(id));
    const found = matching(mine, name.toLowerCase());
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
    return only.id;
  },
  async run(_name, turn, { engine, store }) {
    const caseId = enteredCase(turn);
    await store.setCurrentCase(turn.place, caseId);
    return [{ do: 'post', card: await show(engine, caseId, 'summary', {}) }];
  },
});

/** By id, else by whole name, else by how the name begins. */
function matching(cases: CaseListing[], name: string): CaseListing[] {
  const byId = cases.filter((one) => one.id.toLowerCase() === name);
  if (byId.length > 0) return byId;
  const byName = cases.filter((one) => one.name.toLowerCase() === name);
  return byName.length > 0 ? byName : cases.filter((one) => one.name.toLowerCase().startsWith(name));
}
