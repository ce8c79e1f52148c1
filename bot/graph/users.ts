/** Accounts with their plans, and what their mailboxes are for (reference/graph.md B1, B9). */
import { z } from 'zod';
import { type BatchOptions, getAll } from './batch.ts';
import type { Graph } from './graph.ts';

export interface Account {
  /** object id, lower-case */
  id: string;
  /** lower-case */
  userPrincipalName: string;
  /** lower-case; null when it has no mail address, and so no mailbox */
  mail: string | null;
  enabled: boolean;
  guest: boolean;
  /** ids of the service plans that are enabled, lower-case; null = Graph did not tell them */
  plans: string[] | null;
}

/** null: it says nothing we know. 'none': there is no mailbox that Graph reaches */
export type Purpose = 'user' | 'linked' | 'shared' | 'room' | 'equipment' | 'others' | 'none' | null;

/** The most Graph gives on one page. */
const PAGE = 999;
const SELECT = 'id,userPrincipalName,mail,accountEnabled,userType,assignedPlans';

const account = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string(),
  mail: z.string().nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  assignedPlans: z
    .array(z.object({ servicePlanId: z.string().nullish(), capabilityStatus: z.string().nullish() }))
    .nullish(),
});

/**
 * Every account, a page at a time; two of Graph's units are saved by asking only for what is used.
 * @returns also how many entries of the list were not readable @throws GraphError
 */
export async function* accountsOf(
  graph: Graph,
  signal?: AbortSignal,
): AsyncGenerator<{ accounts: Account[]; unreadable: number }> {
  const call = { use: 'users', query: { $select: SELECT, $top: PAGE }, signal } as const;
  for await (const { items } of graph.pages('/users', call)) {
    const read = items.map((item) => account.safeParse(item));
    const accounts = read.flatMap(({ success, data }) => (success ? [accountOf(data)] : []));
    yield { accounts, unreadable: items.length - accounts.length };
  }
}

function accountOf(user: z.infer<typeof account>): Account {
  const enabled = user.assignedPlans?.filter(({ capabilityStatus }) => capabilityStatus === 'Enabled');
  return {
    id: user.id.toLowerCase(),
    userPrincipalName: user.userPrincipalName.toLowerCase(),
    mail: user.mail?.toLowerCase() || null,
    enabled: user.accountEnabled !== false,
    guest: user.userType?.toLowerCase() === 'guest',
    plans: enabled?.flatMap(({ servicePlanId }) => servicePlanId?.toLowerCase() ?? []) ?? null,
  };
}

const PURPOSES = new Set<string | null>(['user', 'linked', 'shared', 'room', 'equipment', 'others']);
/** As a word, or in an object (graph.md B1: the metadata and Microsoft's example differ). */
const purpose = z.object({
  userPurpose: z.union([z.string(), z.object({ value: z.string() }).transform(({ value }) => value)]),
});

/**
 * What mailboxes are for, asked 20 at a time; a throttled one is asked again when Microsoft says so.
 * @param ids of accounts, one mailbox each @returns in their order @throws GraphError
 */
export async function purposesOf(
  graph: Graph,
  ids: readonly string[],
  options: Omit<BatchOptions, 'use'> = {},
): Promise<Purpose[]> {
  const calls = ids.map((id) => ({
    path: `/users/${encodeURIComponent(id)}/mailboxSettings`,
    query: { $select: 'userPurpose' },
  }));
  const { answers } = await getAll(graph, calls, { ...options, use: 'purposes' });
  return answers.map(({ status, body }) => {
    if (status === 404) return 'none';
    const read = purpose.safeParse(body);
    const word = status === 200 && read.success ? read.data.userPurpose.toLowerCase() : null;
    return PURPOSES.has(word) ? (word as Purpose) : null;
  });
}
