import type { JsonObject } from './literal.ts';
import { type Verb, type VerbData, verbs } from './verbs.ts';

/**
 * A button that comes back as `verb` with `data`. Clients without universal actions send the same as a message
 * whose value is `{verb, ...data}`.
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

/** The button as a list of one, or an empty list when its data could not be sent back (an id too long). */
export function buttonIfValid<V extends Verb>(title: string, verb: V, data: VerbData<V>): JsonObject[] {
  return verbs[verb].safeParse(data).success ? [button(title, verb, data)] : [];
}
