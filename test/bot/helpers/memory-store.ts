/** A store that is nowhere on the disk, with nothing in it. */
import { Low, Memory } from 'lowdb';
import { noWatch } from '../../../bot/live/watch/state.ts';
import { type State, type Store, storeOf } from '../../../bot/store/index.ts';

export function memoryStore(holding: Partial<State> = {}): Store {
  const state: State = {
    version: 1,
    conversations: {},
    cases: {},
    requests: {},
    audiences: {},
    inbox: { caseId: null, files: {} },
    watch: noWatch(),
    coverage: {},
    jobs: {},
    lookups: {},
    hunt: { hunts: {}, submitted: {}, versions: {} },
    redactionKey: '',
    ...holding,
  };
  return storeOf(new Low<State>(new Memory(), state), async () => undefined);
}
