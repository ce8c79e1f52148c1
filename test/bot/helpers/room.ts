/** Turns with everything around them but Teams: for asking who may do what. */

import {
  createAccess,
  createConfirmations,
  createRedactor,
  type Member,
  type Roster,
  watchAccounts,
} from '../../../bot/access/index.ts';
import { loadActions } from '../../../bot/actions/index.ts';
import { createAlerts } from '../../../bot/alerts/index.ts';
import { createAsked } from '../../../bot/asked.ts';
import type { AuditDeed } from '../../../bot/audit/index.ts';
import { loadCommands } from '../../../bot/commands/index.ts';
import type { Role } from '../../../bot/config.ts';
import { handleTurn } from '../../../bot/handle-turn.ts';
import { createLive } from '../../../bot/live/index.ts';
import type { Services } from '../../../bot/services.ts';
import type { Effect, Scope, Turn } from '../../../bot/turn.ts';
import { createWork } from '../../../bot/work/index.ts';
import { verbs } from '../../../cards/index.ts';
import { fakeEngine } from './fake-engine.ts';
import { memoryStore } from './memory-store.ts';

export interface Asker {
  objectId: string;
  role: Role | null;
  tenantId: string | null;
  homeTenant: string;
  guest: boolean;
  known: boolean;
  account: string;
  inCase?: boolean;
  made?: boolean;
  letIn?: boolean;
}

export type Ask = { line: string } | { verb: string; data: Record<string, unknown> };

const OWN_TENANT = '22222222-2222-4222-8222-222222222222';
const CASE = 'c-1';
/** Not a name that any example or sample holds. */
export const CASE_NAME = 'Fabrikam autumn';

/** Data that each button takes: the first thing its schema accepts. */
export async function verbSamples(): Promise<Record<string, Record<string, unknown>>> {
  const pool: Record<string, unknown> = {
    caseId: CASE,
    mailbox: 'lee.gu@contoso.com',
    marker: 'ip:203.0.113.9',
    verdict: 'hostile',
    scope: 'confirmed',
    offset: 0,
  };
  return Object.fromEntries(
    Object.entries(verbs).map(([verb, schema]) => [
      verb,
      Object.fromEntries(
        Object.entries(schema.shape)
          .filter(([, field]) => !field.safeParse(undefined).success)
          .map(([key, field]) => {
            const accepted = [pool[key], 'some-id', 1, true].find((value) => field.safeParse(value).success);
            if (accepted === undefined) throw new Error(`verbSamples has nothing for ${key} of ${verb}`);
            return [key, accepted];
          }),
      ),
    ]),
  );
}

export function wordsOfEffects(effects: Effect[]): string {
  return JSON.stringify(effects);
}

export type Room = Awaited<ReturnType<typeof createRoom>>;

export async function createRoom() {
  const store = memoryStore({ inbox: { caseId: CASE, files: {} }, redactionKey: 'key' });
  const trail: AuditDeed[] = [];
  const work = createWork(store);
  const fake = fakeEngine();
  await fake.analyze({ caseName: CASE_NAME, files: [{ path: '', name: 'a.csv' }] });
  exposing(fake);
  const { accounts, engine } = watchAccounts({ engine: fake, letIn: (id) => work.of(id).overrides });
  let asker: Asker | null = null;
  const refusals: string[] = [];

  const roster: Roster = {
    async member(_place, id) {
      if (room.broken === 'roster') throw new Error('503');
      if (asker === null || id !== asker.objectId) return other(id);
      return asker.known ? memberOf(asker) : null;
    },
    all: async () => (asker === null ? [] : [memberOf(asker)]),
  };
  const access = createAccess({
    tenants: [OWN_TENANT],
    roles: {
      async roleOf() {
        if (room.broken === 'roles') throw new Error('no answer');
        return asker?.role ?? null;
      },
    },
    roster,
    accounts,
    workOf: work.of,
  });
  const services: Services = {
    engine,
    store,
    work,
    audit: {
      async append(deed) {
        if (room.broken === 'audit') throw new Error('disk full');
        if (deed.outcome === 'refused') refusals.push(deed.why ?? '');
        trail.push(deed);
      },
      entries: async ({ offset }) => ({ items: [], total: 0, offset }),
      check: async () => ({ lines: 0, head: '', broken: [], torn: 0 }),
      auditTrailFile: async () => ({ name: '', content: '' }),
      close: async () => undefined,
    },
    confirmations: createConfirmations(store),
    accounts,
    roster,
    jobs: {
      analyze: async () => undefined,
      export: async () => undefined,
      ownerOf: () => ({ objectId: '', name: '' }),
      settle: async () => undefined,
      cancel: () => true,
      cancelAllOf: () => 1,
      load: () => ({ running: 0, waiting: 0 }),
      close: async () => undefined,
    },
    alerts: quietAlerts({ engine, store, work }),
    commands: await loadCommands(),
    uploads: { text: async () => '', textAt: async () => '', bytes: async () => new Uint8Array() },
    asked: createAsked(),
    offers: createAsked(),
    live: createLive({ tenant: null }),
    local: true,
    readableFolders: [],
    dataFolder: '/nowhere',
    version: '0',
  };
  const actions = await loadActions();
  const redactor = createRedactor(store.read().redactionKey);

  const room = {
    caseId: CASE,
    caseName: CASE_NAME,
    otherTenant: '33333333-3333-4333-8333-333333333333',
    own: {
      objectId: '00000000-0000-4000-8000-000000000020',
      tenantId: OWN_TENANT,
      homeTenant: OWN_TENANT,
      guest: false,
      known: true,
      account: 'ana@contoso.com',
    },
    broken: null as null | 'roles' | 'roster' | 'audit',
    services,
    /** what was written down, the oldest first */
    trail,
    fake,
    reset() {
      room.broken = null;
    },
    /** @returns why it was refused (null when it was not), what the engine was asked for, what was answered */
    async ask(ask: Ask, scope: Scope, who: Asker & { who?: string }) {
      asker = who;
      await store.change((draft) => {
        draft.requests = {};
        draft.cases = {};
      });
      if (who.inCase)
        await work.created(CASE, { objectId: who.made ? who.objectId : 'maker', name: 'Maker' });
      if (who.inCase && !who.made) await work.invite(CASE, { objectId: who.objectId, name: 'A' }, MAKER);
      if (who.letIn) {
        const override = { by: MAKER, at: '', reason: '', confirmedBy: MAKER };
        await work.letIn(CASE, { objectId: who.objectId, name: 'A' }, override);
      }
      const turn = turnOf(ask, scope, who);
      await store.setCurrentCase(turn.place, CASE);
      fake.calls.length = 0;
      refusals.length = 0;
      const effects = await handleTurn(turn, {
        services,
        actions,
        access,
        redactor,
        onFault: () => undefined,
      });
      return { why: refusals[0] ?? null, ran: [...fake.calls], effects, words: wordsOfEffects(effects) };
    },
  };
  return room;
}

const MAKER = { objectId: 'maker', name: 'Maker' };

function turnOf(ask: Ask, scope: Scope, { objectId, tenantId }: Asker): Turn {
  const base = {
    caller: { objectId, name: 'A' },
    place: {
      scope,
      conversationId: `conversation-${scope}`,
      serviceUrl: 'https://smba.trafficmanager.net/emea/',
      tenantId,
      bot: { id: '28:bot', name: 'Mailtrail' },
    },
    activityId: 'a',
  };
  if ('line' in ask) return { ...base, kind: 'command', text: ask.line, files: [], mentions: [] };
  return { ...base, kind: 'action', verb: ask.verb, data: ask.data, cardId: 'm1' };
}

function memberOf({ objectId, homeTenant, guest, account }: Asker): Member {
  return { objectId, name: 'A', addresses: account === '' ? [] : [account], tenantId: homeTenant, guest };
}

function other(id: string): Member {
  return {
    objectId: id,
    name: 'Other',
    addresses: ['other@contoso.com'],
    tenantId: OWN_TENANT,
    guest: false,
  };
}

/** lee.gu's mailbox is exposed, mallory's account is marked hostile. */
function exposing(fake: ReturnType<typeof fakeEngine>): void {
  const section = fake.section;
  fake.section = async (caseId, name, query) => {
    const found = (await section(caseId, name, query)) as never as Record<string, unknown>;
    if (name === 'summary') {
      const exposure = {
        ...(found.exposure as object),
        markers: ['ip:203.0.113.9+user:mallory@contoso.com'],
      };
      return { ...found, exposure } as never;
    }
    if (name !== 'messages') return found as never;
    const item = { mailbox: 'Lee.Gu@contoso.com', verdict: 'entire-mailbox', scope: 'confirmed' };
    const rest = { messages: 0, folders: 2, windows: 0, firstAccess: null, lastAccess: null };
    return { ...found, mailboxes: { items: [{ ...item, ...rest }], total: 1, offset: 0 } } as never;
  };
}

/** Nothing is sent: these rooms have no Teams. */
function quietAlerts(tools: Pick<Services, 'engine' | 'store' | 'work'>) {
  const nowhere = async () => {
    throw new Error('These rooms send nothing');
  };
  return createAlerts({
    ...tools,
    redactor: createRedactor('key'),
    delivery: { root: nowhere, edit: nowhere, reply: nowhere },
    audit: { append: async () => undefined },
    whyNot: async () => null,
    onFault: () => undefined,
  });
}
