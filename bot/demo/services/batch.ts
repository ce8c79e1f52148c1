/** JSON batching (graph.md B3): each call goes to its own service, four at a time, and the answers come in any order. */
import { z } from 'zod';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, Faults, MakeService, World } from '../service.ts';

const MOST_CALLS = 20;
const AT_ONCE = 4;
/** Marks the calls inside a batch in the log of requests: they are not requests of the client. */
export const IN_BATCH = 'x-demo-batch';

const batch = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
        url: z.string().startsWith('/'),
        headers: z.record(z.string(), z.string()).optional(),
        body: z.unknown().optional(),
      }),
    )
    .min(1)
    .max(MOST_CALLS),
});
type Call = z.infer<typeof batch>['requests'][number];

export const service: MakeService = (world) => ({
  routes: (['/v1.0', '/beta'] as const).map((version) => ({
    method: 'POST',
    path: `${version}/$batch`,
    async answer(request) {
      const answer = await all(world, request, version);
      return world.faults.strikes('batch/lost') ? withoutFirst(answer) : answer;
    },
  })),
  faults: {
    'batch/lost': 'one call of the batch is left without an answer',
    'batch/left-out': 'a call within a batch gets no answer',
    'batch/inner-429': 'a call within a batch is throttled; Retry-After is what `after` says',
  },
});

async function all(
  { faults }: World,
  { body, headers, root }: DemoRequest,
  version: string,
): Promise<DemoAnswer> {
  const parsed = batch.safeParse(body);
  if (!parsed.success) return refusal(400, 'BadRequest', 'Invalid batch payload format.');
  const { requests } = parsed.data;
  if (new Set(requests.map(({ id }) => id)).size < requests.length) {
    return refusal(400, 'BadRequest', 'Request Id values must be unique.');
  }
  const left = [...requests];
  const responses: unknown[] = [];
  async function work(): Promise<void> {
    for (let call = left.shift(); call !== undefined; call = left.shift()) {
      if (faults.strikes('batch/left-out')) continue;
      if (faults.strikes('batch/inner-429')) {
        responses.unshift(throttled(faults, call));
        continue;
      }
      // The last come first: nobody may count on their order.
      responses.unshift(await one(call, `${root}${version}`, headers.authorization ?? ''));
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { status: 200, body: { responses } };
}

async function one({ id, method, url, headers, body }: Call, root: string, authorization: string) {
  const response = await fetch(`${root}${url}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers, authorization, [IN_BATCH]: id },
    ...(body === undefined || body === null ? {} : { body: JSON.stringify(body) }),
  });
  const after = response.headers.get('retry-after');
  const text = await response.text();
  return {
    id,
    status: response.status,
    headers: { 'Content-Type': 'application/json', ...(after === null ? {} : { 'Retry-After': after }) },
    body: text === '' ? null : (JSON.parse(text) as unknown),
  };
}

function throttled(faults: Faults, { id }: Call): object {
  const { after = '1' } = (faults.detail('batch/inner-429') ?? {}) as { after?: string };
  const { status, body } = refusal(
    429,
    'ApplicationThrottled',
    'Application is over its MailboxConcurrency limit.',
  );
  return { id, status, headers: { 'Retry-After': after }, body };
}

function withoutFirst(answer: DemoAnswer): DemoAnswer {
  const { responses } = answer.body as { responses?: unknown[] };
  return responses === undefined ? answer : { ...answer, body: { responses: responses.slice(1) } };
}
