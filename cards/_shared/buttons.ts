import type { JsonObject } from './literal.ts';
import type { Verb, VerbData } from './verbs.ts';

/**
 * A button that comes back as `verb` with `data`. Clients without universal actions send the same as a message
 * whose value is `{verb, ...data}`. Left out of the card when the bot would refuse its data (prune.ts).
 */
export function button<V extends Verb>(title: string, verb: V, data: VerbData<V>): JsonObject {
  return {
    type: 'Action.Execute',
    title,
    verb,
    data: { ...data },
    fallback: { type: 'Action.Submit', title, data: { verb, ...data } },
  };
}
