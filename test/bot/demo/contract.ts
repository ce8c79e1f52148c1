/**
 * Every request of our client and every answer of the demo tenant against Microsoft's published contract, so that the
 * two cannot agree on something Microsoft does not offer.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { findRoute, type Route, routeOf } from '../../../bot/demo/routes.ts';
import type { DemoLogged } from '../../../bot/demo/server.ts';
import { type Check, type Contract, type Operation, readContract } from './schemas.ts';

const FILE = fileURLToPath(new URL('../../../../shared/data/graph/openapi-subset.yaml', import.meta.url));
export const CONTRACT_IS_THERE = existsSync(FILE);
/** For names of tests. */
export const CONTRACT_NOTE = CONTRACT_IS_THERE
  ? ''
  : ' (not checked against the contract: ../shared/data/graph is absent)';

export interface Checked {
  /** requests that are in the contract, those within a $batch among them */
  checked: number;
  /** answers that are broken on purpose and so not checked, one line each */
  broken: string[];
}

/** One request and its answer, also within a $batch. */
interface Exchange {
  method: string;
  url: string;
  headers: Readonly<Record<string, string | undefined>>;
  body: unknown;
  status: number;
  answer: unknown;
  /** the answer is no JSON */
  raw: boolean;
}

/** Not Graph's: the Management API and Exchange have no published contract of this kind; contents are SharePoint's. */
const ELSEWHERE = /^\/(management|exchange|content)\//;
/**
 * Paths that are not in the file but documented: messages of chats are what messages of channels are
 * (reference/teams-platform.md 2).
 */
const DOCUMENTED: Readonly<Record<string, string>> = {
  'GET /v1.0/chats/{chat-id}/messages/{chatMessage-id}':
    'GET /v1.0/teams/{team-id}/channels/{channel-id}/messages/{chatMessage-id}',
};
/** Answers of what stands before a service; the contract does not list them. */
const GATEWAY = new Set([502, 504]);
/** Headers that mean something to Graph: they must be declared where they are sent. */
const MEANINGFUL = ['consistencylevel', 'prefer'];

let contract: { of: Contract; routes: Route[] } | undefined;

/** @throws Error listing every request and answer that the contract does not allow */
export function checkContract(requests: readonly DemoLogged[]): Checked {
  if (!CONTRACT_IS_THERE) return { checked: 0, broken: [] };
  contract ??= load();
  const problems: string[] = [];
  const nextPages = new Set(requests.flatMap(({ answer }) => nextPageOf(answer.body)));
  const checked: Checked = { checked: 0, broken: [] };
  for (const logged of requests) {
    if (ELSEWHERE.test(logged.url)) continue;
    if (logged.damage !== null) checked.broken.push(`${logged.method} ${logged.url}: ${logged.damage}`);
    for (const exchange of exchangesOf(logged, checked)) {
      checked.checked++;
      problems.push(...problemsOf(exchange, nextPages));
    }
  }
  if (problems.length > 0)
    throw new Error(`Not in Microsoft's contract:\n${[...new Set(problems)].join('\n')}`);
  return checked;
}

function load() {
  const of = readContract(FILE);
  for (const [added, like] of Object.entries(DOCUMENTED)) {
    const operation = of.operations.get(like);
    if (operation !== undefined) of.operations.set(added, operation);
  }
  const routes = [...of.operations.keys()].map((key) => {
    const [method, path] = key.split(' ') as [Route['method'], string];
    return routeOf({ method, path, answer: () => ({ status: 501 }) });
  });
  return { of, routes };
}

function exchangesOf(logged: DemoLogged, checked: Checked): Exchange[] {
  const { method, url, headers, body, answer } = logged;
  const read = jsonOf(answer);
  if (read.broken) checked.broken.push(`${method} ${url}: not JSON, by the service itself`);
  const whole = { method, url, headers, body, status: answer.status, answer: read.json, raw: read.broken };
  return [whole, ...(answer.status === 200 && url === '/v1.0/$batch' ? withinBatch(whole) : [])];
}

const batchShape = z.object({
  requests: z.array(
    z.object({
      id: z.string(),
      method: z.string(),
      url: z.string(),
      headers: z.record(z.string(), z.string()).optional(),
      body: z.unknown().optional(),
    }),
  ),
});
const batchAnswerShape = z.object({
  responses: z.array(z.object({ id: z.string(), status: z.number(), body: z.unknown() })),
});

function withinBatch({ body, answer, headers }: Exchange): Exchange[] {
  const { responses } = batchAnswerShape.parse(answer);
  return batchShape.parse(body).requests.map((inner) => {
    const response = responses.find(({ id }) => id === inner.id);
    const own = Object.entries(inner.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return {
      method: inner.method,
      url: `/v1.0${inner.url}`,
      headers: { authorization: headers.authorization, ...Object.fromEntries(own) },
      body: inner.body ?? null,
      status: response?.status ?? 0,
      answer: response?.body,
      raw: false,
    };
  });
}

function problemsOf(exchange: Exchange, nextPages: ReadonlySet<string>): string[] {
  const { method, url, status, headers } = exchange;
  const found = contract === undefined ? null : findRoute(contract.routes, method, url);
  const where = `${method} ${found?.route.path ?? url.split('?')[0]}`;
  const operation = contract?.of.operations.get(where);
  if (operation === undefined) return [`${where}: there is no such operation`];
  const bearer = /^Bearer \S+$/.test(headers.authorization ?? '');
  return [
    ...(bearer || status === 401 ? [] : ['no bearer token was sent']),
    ...(nextPages.has(url) ? [] : queryProblems(operation, new URL(url, 'http://graph').searchParams)),
    ...headerProblems(operation, exchange),
    ...bodyProblems(operation, exchange),
    ...answerProblems(operation, exchange),
  ].map((problem) => `${where}: ${problem}`);
}

function queryProblems(operation: Operation, query: URLSearchParams): string[] {
  const declared = new Set(operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name));
  const select = (query.get('$select') ?? '').split(',').filter((name) => name !== '');
  const { selectable } = operation;
  return [
    ...[...query.keys()].filter((name) => !declared.has(name)).map((name) => `it has no parameter ${name}`),
    ...(query.has('$skiptoken') ? ['$skiptoken is only ever part of a next page'] : []),
    ...['$top', '$skip']
      .filter((name) => query.has(name) && !/^\d+$/.test(query.get(name) ?? ''))
      .map((name) => `${name} is no number`),
    ...(selectable === null ? [] : select.filter((name) => !selectable.has(name))).map(
      (name) => `there is no ${name} to select`,
    ),
  ];
}

function headerProblems(operation: Operation, { headers, url }: Exchange): string[] {
  const declared = new Set(
    operation.parameters.filter((one) => one.in === 'header').map(({ name }) => name.toLowerCase()),
  );
  const query = new URL(url, 'http://graph').searchParams;
  // Counting and searching directory objects (learn.microsoft.com/graph/aad-advanced-queries).
  const needsLevel =
    declared.has('consistencylevel') && (query.has('$search') || query.get('$count') === 'true');
  return [
    ...MEANINGFUL.filter((name) => headers[name] !== undefined && !declared.has(name)).map(
      (name) => `it has no header ${name}`,
    ),
    ...(needsLevel && headers.consistencylevel !== 'eventual' ? ['it needs ConsistencyLevel: eventual'] : []),
  ];
}

function bodyProblems({ body: schema, bodyRequired }: Operation, { body, status }: Exchange): string[] {
  // What the service itself refused as wrong may be wrong.
  if (status === 400) return [];
  if (schema === null) return body === null ? [] : ['it takes no body'];
  if (body === null) return bodyRequired ? ['it needs a body'] : [];
  return faultsOf(schema, body, 'its body');
}

function answerProblems({ answers }: Operation, { status, answer, raw }: Exchange): string[] {
  const schema = answers.get(GATEWAY.has(status) ? 500 : status);
  if (schema === undefined) return [`it does not answer ${status}`];
  if (schema === null || raw) return [];
  return faultsOf(schema, asDeclared(answer), `its answer ${status}`);
}

/**
 * Two answers that Microsoft's pages show otherwise than its metadata declares (reference/graph.md B1, B2): an audit
 * query wrapped in `value`, and a mailbox's purpose as an object.
 */
function asDeclared(answer: unknown): unknown {
  const wrapped = z.object({ value: z.looseObject({ filterStartDateTime: z.string() }) }).safeParse(answer);
  if (wrapped.success) return wrapped.data.value;
  const purpose = z.looseObject({ userPurpose: z.object({ value: z.string() }) }).safeParse(answer);
  return purpose.success ? { ...purpose.data, userPurpose: purpose.data.userPurpose.value } : answer;
}

function faultsOf(check: Check, value: unknown, what: string): string[] {
  const valid = check();
  if (valid(value)) return [];
  return (valid.errors ?? []).slice(0, 8).map(({ instancePath, message, params }) => {
    const extra = (params as { additionalProperty?: string }).additionalProperty;
    return `${what}${instancePath.replace(/\/\d+/g, '/*')} ${message}${extra === undefined ? '' : `: ${extra}`}`;
  });
}

function jsonOf({ body, raw }: DemoLogged['answer']): { json: unknown; broken: boolean } {
  if (raw === undefined) return { json: body, broken: false };
  try {
    return { json: JSON.parse(Buffer.from(raw).toString('utf8')), broken: false };
  } catch {
    return { json: null, broken: true };
  }
}

function nextPageOf(body: unknown): string[] {
  const list = z.object({ '@odata.nextLink': z.string() }).safeParse(body);
  if (!list.success || !URL.canParse(list.data['@odata.nextLink'])) return [];
  const { pathname, search } = new URL(list.data['@odata.nextLink']);
  return [pathname + search];
}
