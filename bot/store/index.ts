/** The bot's small state: which conversations there are and which case each is about. One file, one process. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import { JSONFile } from 'lowdb/node';
import lockfile from 'proper-lockfile';
import { z } from 'zod';
import type { Place } from '../turn.ts';

export interface Store {
  /** Keeps where a conversation is, since Teams may move it. */
  remember(place: Place): Promise<void>;
  /** True the first time for a conversation, and again after it was left. */
  greet(place: Place): Promise<boolean>;
  forget(place: Place): Promise<void>;
  currentCase(place: Place): string | null;
  setCurrentCase(place: Place, caseId: string): Promise<void>;
  close(): Promise<void>;
}

/** The state cannot be used; its message says what to do. */
export class StoreError extends Error {}

const state = z.object({
  version: z.literal(1),
  conversations: z.record(
    z.string(),
    z.object({
      place: z.object({
        scope: z.enum(['personal', 'groupChat', 'channel']),
        conversationId: z.string(),
        serviceUrl: z.string(),
        tenantId: z.string().nullable(),
        bot: z.object({ id: z.string(), name: z.string() }),
      }),
      greeted: z.boolean(),
      caseId: z.string().nullable(),
    }),
  ),
});
type State = z.infer<typeof state>;
type Conversation = State['conversations'][string];

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
  const file = join(dataFolder, 'bot.json');
  const db = new Low<State>(new JSONFile(file), { version: 1, conversations: {} });
  try {
    db.data = await readState(file);
  } catch (error) {
    await release();
    throw error;
  }
  if (options.greetAgain) for (const one of Object.values(db.data.conversations)) one.greeted = false;

  function conversation(place: Place): Conversation {
    const key = keyOf(place);
    const known = db.data.conversations[key] ?? { place, greeted: false, caseId: null };
    db.data.conversations[key] = known;
    return known;
  }

  return {
    async remember(place) {
      const known = conversation(place);
      if (JSON.stringify(known.place) === JSON.stringify(place)) return;
      known.place = place;
      await db.write();
    },
    async greet(place) {
      const known = conversation(place);
      if (known.greeted) return false;
      known.greeted = true;
      known.place = place;
      await db.write();
      return true;
    },
    async forget(place) {
      delete db.data.conversations[keyOf(place)];
      await db.write();
    },
    currentCase: (place) => db.data.conversations[keyOf(place)]?.caseId ?? null,
    async setCurrentCase(place, caseId) {
      conversation(place).caseId = caseId;
      await db.write();
    },
    async close() {
      await db.write();
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
    return await lockfile.lock(folder, { lockfilePath: join(folder, 'bot.lock'), stale: 15_000 });
  } catch (error) {
    if ((error as { code?: string }).code !== 'ELOCKED') throw error;
    throw new StoreError(
      `Another Mailtrail uses ${folder}. Stop it, or set MAILTRAIL_DATA to another folder. After a crash, wait 15 seconds.`,
    );
  }
}

async function readState(file: string): Promise<State> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return { version: 1, conversations: {} };
    throw error;
  }
  const parsed = state.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new StoreError(
    `${file} is damaged. Move it away and start again; cases are kept elsewhere and stay as they are.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
