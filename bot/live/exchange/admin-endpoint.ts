/**
 * The endpoint behind the Exchange Online PowerShell module. Microsoft neither documents nor supports it
 * (reference/graph.md B8), so it is asked only with MAILTRAIL_EXCHANGE_ADMIN=on. Retention policies are behind
 * another one, of Security & Compliance: those have to be given.
 */
import { z } from 'zod';
import { realClock } from '../../graph/patience.ts';
import type { Tenant } from '../tenant.ts';
import { partOf } from './read.ts';
import { CMDLETS, type ExchangeSettings, type Part } from './settings.ts';

export interface AdminOptions {
  signal?: AbortSignal;
  fetch?: typeof fetch;
  /** instead of waiting; for tests */
  wait?(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface AdminAnswer {
  settings: Partial<ExchangeSettings>;
  /** what could not be had, one sentence each */
  notes: string[];
}

const ASKED: { part: Part; parameters: Record<string, unknown>; role: string }[] = [
  { part: 'organization', parameters: {}, role: 'Global Reader' },
  { part: 'log', parameters: {}, role: 'Security Reader' },
  { part: 'mailboxes', parameters: { ResultSize: 'Unlimited' }, role: 'Global Reader' },
  { part: 'bypasses', parameters: { ResultSize: 'Unlimited' }, role: 'Security Reader' },
];
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 120_000;
const LONGEST_ASKED_MS = 15 * 60_000;
const ANSWERS_WITHIN_MS = 300_000;
const MOST_PAGES = 1_000;
const MOST_BYTES = 64 * 1024 * 1024;

const page = z.object({
  value: z.array(z.record(z.string(), z.unknown())),
  '@odata.nextLink': z.string().nullish(),
});

/** Why one of the cmdlets gave nothing; its message is a sentence for people. */
class AdminError extends Error {}

/** What is refused is left out and told: the rest still says something. */
export async function askExchange(tenant: Tenant, options: AdminOptions = {}): Promise<AdminAnswer> {
  const answer: AdminAnswer = { settings: {}, notes: [] };
  for (const { part, parameters, role } of ASKED) {
    const cmdlet = CMDLETS[part];
    try {
      const rows = await invoke(tenant, cmdlet, parameters, role, options);
      // An organization that answers with no row at all says nothing; an empty list of bypasses is not one either.
      if (rows.length > 0) Object.assign(answer.settings, partOf(part, rows));
      else answer.notes.push(`Exchange answered ${cmdlet} with nothing.`);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (!(error instanceof AdminError)) throw error;
      answer.notes.push(error.message);
    }
  }
  return answer;
}

async function invoke(
  tenant: Tenant,
  cmdlet: string,
  parameters: Record<string, unknown>,
  role: string,
  options: AdminOptions,
): Promise<Record<string, unknown>[]> {
  const first = `${tenant.cloud.exchange}/adminapi/beta/${encodeURIComponent(tenant.id)}/InvokeCommand`;
  const body = JSON.stringify({ CmdletInput: { CmdletName: cmdlet, Parameters: parameters } });
  const rows: Record<string, unknown>[] = [];
  const seen = new Set<string>();
  for (let url: string | null = first; url !== null; ) {
    if (seen.has(url) || seen.size >= MOST_PAGES)
      throw new AdminError(`Exchange answers ${cmdlet} without an end.`);
    seen.add(url);
    const found = await patientPage(tenant, url, body, cmdlet, role, options);
    rows.push(...found.value);
    const next = found['@odata.nextLink'] ?? null;
    // Our token goes to nobody else.
    if (next !== null && originOf(next) !== originOf(first)) {
      throw new AdminError(`Exchange sends on to another host for the rest of ${cmdlet}; it was not asked.`);
    }
    url = next;
  }
  return rows;
}

async function patientPage(
  tenant: Tenant,
  url: string,
  body: string,
  cmdlet: string,
  role: string,
  { signal, fetch: ask = fetch, wait = realClock.wait }: AdminOptions,
): Promise<z.infer<typeof page>> {
  const headers = {
    Authorization: `Bearer ${await tenant.token(`${tenant.cloud.exchange}/.default`, signal)}`,
    'Content-Type': 'application/json',
    'X-CmdletName': cmdlet,
    Prefer: 'odata.maxpagesize=1000',
  };
  for (let tries = 1; ; tries += 1) {
    const within = AbortSignal.any([AbortSignal.timeout(ANSWERS_WITHIN_MS), ...(signal ? [signal] : [])]);
    const response = await ask(url, {
      method: 'POST',
      headers,
      body,
      signal: within,
      redirect: 'error',
    }).catch((error: unknown) => {
      signal?.throwIfAborted();
      if (error instanceof TypeError || within.aborted) return null;
      throw error;
    });
    if (response?.ok) return await pageOf(response, cmdlet);
    // The body of a refusal can be nothing but NUL bytes: what is wrong is told by the status alone.
    await response?.body?.cancel();
    const status = response?.status ?? 0;
    if (status === 401 || status === 403) {
      throw new AdminError(
        `Exchange refused ${cmdlet} (${status}): the registration needs Exchange.ManageAsApp and the directory role ${role}.`,
      );
    }
    const again = status === 0 || status === 429 || status >= 500;
    if (!again || tries >= MOST_TRIES)
      throw new AdminError(`Exchange did not answer ${cmdlet} (${status || 'no answer'}).`);
    await wait(pauseOf(response, tries), signal);
  }
}

async function pageOf(response: Response, cmdlet: string): Promise<z.infer<typeof page>> {
  const parsed = page.safeParse(await jsonOf(response));
  if (parsed.success) return parsed.data;
  throw new AdminError(`Exchange answered ${cmdlet} with something else than a list.`);
}

async function jsonOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return null;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return null;
  }
}

/** As long as Exchange says, else longer each time. */
function pauseOf(response: Response | null, tries: number): number {
  const asked = Number(response?.headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(asked) && asked >= 0) return Math.min(LONGEST_ASKED_MS, asked * 1_000);
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
