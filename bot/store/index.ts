/** The bot's small state: conversations, and what people have done about cases. One file, one process. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import lockfile from 'proper-lockfile';
import type { Place } from '../turn.ts';
import { AtomicFile } from './file.ts';
import { lockOptions } from './lock.ts';
import { type State, state } from './state.ts';

export type { State } from './state.ts';

export interface Store {
  /** The state as it is on the disk. Not to be changed: that is what `change` is for. */
  read(): Readonly<State>;
  /**
   * Changes the state: `make` works on a copy, which counts once it is on the disk. Changes wait for each other,
   * so what `make` looks at is what it changes. When it throws, nothing has changed.
   * @returns what `make` returned
   */
  change<T>(make: (draft: State) => T): Promise<T>;
  /** Keeps where a conversation is, since Teams may move it. */
  remember(place: Place): Promise<void>;
  /** True the first time for a conversation, and again after it was left. */
  greet(place: Place): Promise<boolean>;
  forget(place: Place): Promise<void>;
  currentCase(place: Place): string | null;
  /** @param caseId null = about none any more */
  setCurrentCase(place: Place, caseId: string | null): Promise<void>;
  close(): Promise<void>;
}

/** The state cannot be used; its message says what to do. */
export class StoreError extends Error {}

export interface StoreOptions {
  /** Greet every conversation anew: the local client forgets the chat when it stops. */
  greetAgain?: boolean;
}

/**
 * Opens the state of a data folder and locks the folder.
 * @throws StoreError when another Mailtrail holds the folder, or the state is damaged
 */
export async function openStore(dataFolder: string, options: StoreOptions = {}): Promise<Store> {
  await mkdir(dataFolder, { recursive: true });
  const release = await lock(dataFolder);
  const path = join(dataFolder, 'bot.json');
  const file = new AtomicFile(path);
  try {
    const db = new Low<State>(file as never, readState(await file.read(), path));
    if (options.greetAgain) for (const one of Object.values(db.data.conversations)) one.greeted = false;
    return storeOf(db, release);
  } catch (error) {
    await release();
    throw error;
  }
}

/** The store over a database that was read already. */
export function storeOf(db: Low<State>, release: () => Promise<void>): Store {
  let last: Promise<unknown> = Promise.resolve();

  function change<T>(make: (draft: State) => T): Promise<T> {
    const changing = last.then(async () => {
      const draft = structuredClone(db.data);
      const result = make(draft);
      await db.adapter.write(draft);
      db.data = draft;
      return result;
    });
    last = changing.catch(() => undefined);
    return changing;
  }

  const known = (place: Place) => db.data.conversations[keyOf(place)];
  const conversation = (draft: State, place: Place) => {
    draft.conversations[keyOf(place)] ??= { place, greeted: false, caseId: null };
    return draft.conversations[keyOf(place)] as State['conversations'][string];
  };

  return {
    read: () => db.data,
    change,
    async remember(place) {
      if (JSON.stringify(known(place)?.place) === JSON.stringify(place)) return;
      await change((draft) => {
        conversation(draft, place).place = place;
      });
    },
    async greet(place) {
      if (known(place)?.greeted) return false;
      return await change((draft) => {
        const one = conversation(draft, place);
        const first = !one.greeted;
        Object.assign(one, { greeted: true, place });
        return first;
      });
    },
    async forget(place) {
      await change((draft) => {
        delete draft.conversations[keyOf(place)];
      });
    },
    currentCase: (place) => known(place)?.caseId ?? null,
    async setCurrentCase(place, caseId) {
      await change((draft) => {
        conversation(draft, place).caseId = caseId;
      });
    },
    async close() {
      await last;
      await release();
    },
  };
}

/** A channel is one conversation, whichever of its threads was used (teams-platform.md 1.6). */
function keyOf({ conversationId }: Place): string {
  return conversationId.replace(/;messageid=.*$/, '');
}

async function lock(folder: string): Promise<() => Promise<void>> {
  try {
    return await lockfile.lock(folder, lockOptions(folder));
  } catch (error) {
    if ((error as { code?: string }).code !== 'ELOCKED') throw error;
    throw new StoreError(
      `Another Mailtrail uses ${folder}. Stop it, or set MAILTRAIL_DATA to another folder. After a crash, wait 15 seconds.`,
    );
  }
}

/** @param found null when there is no file yet */
function readState(found: unknown, path: string): State {
  const parsed = state.safeParse(found ?? { version: 1, conversations: {} });
  if (!parsed.success || found === undefined) {
    throw new StoreError(
      `${path} is damaged. Put a copy of it back, or move it away and start again: cases are kept elsewhere and stay, but who is in them and which are held is in this file.`,
    );
  }
  const { data } = parsed;
  return data.redactionKey === '' ? { ...data, redactionKey: randomBytes(32).toString('hex') } : data;
}
