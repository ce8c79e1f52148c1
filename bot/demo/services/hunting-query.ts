/**
 * Defender XDR's hunting. It is no engine for KQL: it knows what the product asks of CloudAppEvents by the conditions in
 * it, and refuses the rest as a broken query is refused.
 */
import type { AuditRecord } from '../../../analysis/simulator/index.ts';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, MakeService } from '../service.ts';

const MOST_ROWS = 100_000;
const MOST_MAILBOXES = 3;

export const service: MakeService = (world) => {
  const { faults } = world;

  function run({ body }: DemoRequest): DemoAnswer {
    const { query: kql, timespan } = (body ?? {}) as { query?: unknown; timespan?: unknown };
    const [, from, to] = /^([^/]+Z)\/([^/]+Z)$/.exec(String(timespan)) ?? [];
    if (typeof kql !== 'string' || from === undefined || to === undefined) {
      return refusal(400, 'BadRequest', 'The query or its time span is not understood.');
    }
    if (faults.strikes('hunting/quota')) {
      return refusal(429, 'TooManyRequests', 'Quota of CPU exceeded. Try again in 15 minutes.');
    }
    const reads = world.records
      .filter(({ arrivedAt }) => arrivedAt <= world.now().getTime())
      .map(({ record }) => record)
      .filter(({ Operation, CreationTime }) => {
        const at = Date.parse(`${CreationTime}Z`);
        return Operation === 'MailItemsAccessed' && at >= Date.parse(from) && at < Date.parse(to);
      });
    const found = chosenBy(kql, reads);
    if (found === null) return refusal(400, 'BadRequest', 'Query could not be parsed.');
    const cap = faults.detail('hunting/cap');
    const most = typeof cap === 'number' ? cap : MOST_ROWS;
    const asText = faults.strikes('hunting/text');
    const rows = found.slice(0, most).map((record) => ({
      RawEventData: asText ? JSON.stringify(record) : record,
    }));
    const schema = [{ name: 'RawEventData', type: 'Object' }];
    if (faults.strikes('hunting/capitals')) return { status: 200, body: { Schema: schema, Results: rows } };
    return {
      status: 200,
      body: {
        '@odata.context':
          'https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.security.huntingQueryResults',
        schema,
        results: rows,
      },
    };
  }

  return {
    routes: [{ method: 'POST', path: '/v1.0/security/runHuntingQuery', answer: run }],
    faults: {
      'hunting/quota': 'the quota is used up for a while; no time is named',
      'hunting/cap': 'an answer has no more rows than the detail says',
      'hunting/text': 'RawEventData comes as text',
      'hunting/capitals': 'the names of the answer begin with capitals, as in one example of Microsoft',
    },
  };
};

/** Null when it is no question that is known. */
function chosenBy(kql: string, reads: AuditRecord[]): AuditRecord[] | null {
  if (!/^\s*(\/\/.*\n)*\s*(let Reads = )?CloudAppEvents\b/.test(kql)) return null;
  const value = literalIn(kql)?.toLowerCase();
  if (/dcount\(Mailbox\)/.test(kql)) return rare(reads);
  if (value === undefined) return null;
  if (kql.includes('RawEventData.MailboxOwnerUPN')) {
    return reads.filter((one) => lower(one.MailboxOwnerUPN) === value);
  }
  if (kql.includes('RawEventData.ClientAppId')) {
    return reads.filter((one) => [one.ClientAppId, one.AppId].map(lower).includes(value));
  }
  if (!kql.includes('RawEventData.ClientIPAddress')) return null;
  return reads.filter((one) => {
    const address = lower(one.ClientIPAddress);
    return address === value || address.startsWith(`${value}:`) || address.startsWith(`[${value}]`);
  });
}

function rare(reads: AuditRecord[]): AuditRecord[] {
  const appOf = (one: AuditRecord) => lower(one.ClientAppId) || lower(one.AppId);
  const mailboxes = new Map<string, Set<string>>();
  for (const one of reads) {
    const app = appOf(one);
    mailboxes.set(app, (mailboxes.get(app) ?? new Set()).add(lower(one.MailboxOwnerUPN)));
  }
  return reads.filter((one) => {
    const app = appOf(one);
    return app !== '' && (mailboxes.get(app)?.size ?? 0) <= MOST_MAILBOXES;
  });
}

/** The first literal after the one that names the operation. */
function literalIn(kql: string): string | undefined {
  const [, second] = kql.match(/"(?:[^"\\]|\\.)*"/g) ?? [];
  return second === undefined ? undefined : (JSON.parse(second) as string);
}

function lower(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}
