/** One look at the tenant: accounts and plans from Graph, settings of Exchange as given or asked, and the verdicts. */
import type { BatchOptions } from '../../graph/batch.ts';
import { type Account, accountsOf, type Purpose, purposesOf } from '../../graph/users.ts';
import { type AdminOptions, askExchange } from '../exchange/admin-endpoint.ts';
import { merged, NOTHING_GIVEN } from '../exchange/settings.ts';
import type { Tenant } from '../tenant.ts';
import type { Given } from './files.ts';
import { needPurpose } from './mailboxes.ts';
import { type Survey, surveyOf } from './survey.ts';

export interface LookOptions {
  now(): Date;
  signal?: AbortSignal;
  /** waiting, of tests */
  batch?: Pick<BatchOptions, 'clock'>;
  exchange?: Pick<AdminOptions, 'fetch' | 'wait'>;
}

/** @throws GraphError: half a list of accounts would say of the others that they are not there */
export async function look(tenant: Tenant, given: Given | null, options: LookOptions): Promise<Survey> {
  const { now, signal } = options;
  const notes: string[] = [];
  let settings = given?.settings ?? NOTHING_GIVEN;
  let settingsAt = given?.at ?? null;
  if (tenant.exchangeAdmin) {
    const answer = await askExchange(tenant, { ...options.exchange, signal });
    settings = merged(settings, answer.settings);
    notes.push(...answer.notes);
    if (Object.keys(answer.settings).length > 0) settingsAt = now().toISOString();
  }
  const accounts: Account[] = [];
  let unreadable = 0;
  for await (const page of accountsOf(tenant.graph, signal)) {
    accounts.push(...page.accounts);
    unreadable += page.unreadable;
  }
  const asked = needPurpose(accounts, settings);
  const found = asked.length === 0 ? [] : await purposesOf(tenant.graph, asked, { ...options.batch, signal });
  const purposes = new Map<string, Purpose>(asked.map((id, at) => [id, found[at] ?? null]));
  const silent = found.filter((purpose) => purpose === null).length;
  if (unreadable > 0) notes.push(`${counted(unreadable)} of the list of accounts could not be read.`);
  if (silent > 0) {
    notes.push(
      `Of ${counted(silent)} without a plan Graph did not say whether there is a mailbox; they count as one.`,
    );
  }
  return surveyOf({ at: now().toISOString(), accounts, purposes, settings, settingsAt, notes });
}

function counted(n: number): string {
  return `${n.toLocaleString('en')} ${n === 1 ? 'account' : 'accounts'}`;
}
