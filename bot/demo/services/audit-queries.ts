/** Audit queries: they run by the clock of the world, are filtered as Microsoft filters, and are read in pages of 150. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type AuditRecord, graphRecordsJson } from '../../../analysis/simulator/index.ts';
import { refusal } from '../http-faults.ts';
import type { DemoAnswer, DemoRequest, DemoRoute, MakeService, World } from '../service.ts';

const asked = z.looseObject({
  displayName: z.string().nullish(),
  filterStartDateTime: z.iso.datetime(),
  filterEndDateTime: z.iso.datetime(),
  operationFilters: z.array(z.string()).default([]),
  userPrincipalNameFilters: z.array(z.string()).default([]),
  ipAddressFilters: z.array(z.string()).default([]),
  keywordFilter: z.string().nullish(),
});

interface Made {
  id: string;
  at: number;
  body: z.infer<typeof asked>;
  fate: 'succeeded' | 'failed' | 'cancelled' | 'unknown';
  /** what it found, once it has ended; and whether there was more */
  found: { records: AuditRecord[]; more: boolean } | null;
  /** how often its first page was asked for */
  readings: number;
}

const PAGE = 150;
const LIST_PAGE = 100;
/** Microsoft takes ten minutes and more (reference/graph.md B2); who tries it out should not have to. */
const STARTS_MS = 10_000;
const ENDS_MS = 60_000;
const DAY_MS = 86_400_000;
/** Documented limits of a tenant (reference/graph.md B2). */
const MOST_A_DAY = 200;
const MOST_RUNNING = 50;
const MOST_RECORDS = 1_000_000;
const RAPID_MS = 30_000;

const FAULTS = {
  'audit-queries/no-v1': 'v1.0 answers 404; beta works',
  'audit-queries/create-500': 'making a query is answered with 500, and the query is made all the same',
  'audit-queries/rapid': 'queries made within 30 seconds of each other are throttled',
  'audit-queries/failed': 'a query ends as failed',
  'audit-queries/cancelled': 'a query ends as cancelled',
  'audit-queries/unknown': 'a query is for ever in a state nobody has heard of',
  'audit-queries/queued': 'queries that run are called queued, which no document knows',
  'audit-queries/wrapped': 'a single query comes inside value, as in the example of Microsoft',
  'audit-queries/camel': 'record types come with a small first letter',
  'audit-queries/paging-500': 'a page after the first is answered with 500',
  'audit-queries/malformed': 'a page, or by detail each page with the record of that id, ends in the middle',
  'audit-queries/differs': 'each reading of a query leaves out some of its records',
  'audit-queries/duplicates': 'each page begins with the last record of the one before',
  'audit-queries/cap': 'a query finds no more records than the detail says, and says that there were more',
  'audit-queries/cap-unsaid': 'the same without saying so',
  'audit-queries/off': 'auditing is off: queries end well and have no records',
};

export const service: MakeService = (world) => {
  const { faults } = world;
  const queries = new Map<string, Made>();

  function create({ body }: DemoRequest, version: string): DemoAnswer {
    const read = asked.safeParse(body);
    if (!read.success) return refusal(400, 'BadRequest', read.error.issues[0]?.message ?? 'Invalid request');
    const now = world.now().getTime();
    const all = [...queries.values()];
    const lately = all.filter(({ at }) => at > now - DAY_MS);
    const running = all.filter((query) => !['succeeded', 'failed', 'cancelled'].includes(statusOf(query)));
    const rapid = all.some(({ at }) => at > now - RAPID_MS) && faults.strikes('audit-queries/rapid');
    if (lately.length >= MOST_A_DAY || running.length >= MOST_RUNNING || rapid) {
      return { ...refusal(429, 'TooManyRequests', 'Too many requests.'), headers: { 'Retry-After': '30' } };
    }
    const fate = (['failed', 'cancelled', 'unknown'] as const).find((one) =>
      faults.strikes(`audit-queries/${one}`),
    );
    const made: Made = {
      ...{ id: randomUUID(), at: now, body: read.data, fate: fate ?? 'succeeded' },
      ...{ found: null, readings: 0 },
    };
    queries.set(made.id, made);
    if (faults.strikes('audit-queries/create-500')) {
      return refusal(500, 'InternalServerError', 'Internal server error');
    }
    return { status: 201, body: { '@odata.context': context(version), ...drawn(made) } };
  }

  function statusOf({ at, fate }: Made): string {
    const age = world.now().getTime() - at;
    if (age < STARTS_MS) return 'notStarted';
    if (fate === 'unknown') return 'unknownFutureValue';
    if (age >= ENDS_MS) return fate;
    return faults.strikes('audit-queries/queued') ? 'queued' : 'running';
  }

  function drawn(made: Made): Record<string, unknown> {
    const { id, body, fate } = made;
    const status = statusOf(made);
    const over = status === 'succeeded' && foundBy(made).more && !faults.strikes('audit-queries/cap-unsaid');
    return {
      '@odata.type': '#microsoft.graph.security.auditLogQuery',
      id,
      displayName: body.displayName ?? null,
      filterStartDateTime: body.filterStartDateTime,
      filterEndDateTime: body.filterEndDateTime,
      recordTypeFilters: [],
      keywordFilter: body.keywordFilter ?? null,
      serviceFilters: [],
      operationFilters: body.operationFilters,
      userPrincipalNameFilters: body.userPrincipalNameFilters,
      ipAddressFilters: body.ipAddressFilters,
      objectIdFilters: [],
      administrativeUnitIdFilters: [],
      status,
      ...(status === 'succeeded' && fate === 'succeeded' && over
        ? { isRecordCountLimitExceeded: true, recordCountLimit: capOf(world) }
        : {}),
    };
  }

  function foundBy(made: Made): NonNullable<Made['found']> {
    if (made.found === null) {
      const all = faults.strikes('audit-queries/off') ? [] : matching(world, made);
      const cap = capOf(world);
      made.found = { records: all.slice(0, cap), more: all.length > cap };
    }
    return made.found;
  }

  function get({ params }: DemoRequest, version: string): DemoAnswer {
    const made = queries.get(params['auditLogQuery-id'] ?? '');
    if (made === undefined) return unknown();
    const body = { '@odata.context': `${context(version)}/$entity`, ...drawn(made) };
    return { status: 200, body: faults.strikes('audit-queries/wrapped') ? { value: body } : body };
  }

  function list({ query, root }: DemoRequest, version: string): DemoAnswer {
    const offset = Number(query.get('$skiptoken') ?? 0);
    const all = [...queries.values()].reverse();
    const next = offset + LIST_PAGE;
    const more = next < all.length;
    return {
      status: 200,
      body: {
        '@odata.context': context(version),
        value: all.slice(offset, next).map(drawn),
        ...(more ? { '@odata.nextLink': `${root}/${version}/${QUERIES}?$skiptoken=${next}` } : {}),
      },
    };
  }

  function records({ params, query, root }: DemoRequest, version: string): DemoAnswer {
    const made = queries.get(params['auditLogQuery-id'] ?? '');
    if (made === undefined) return unknown();
    if (statusOf(made) !== 'succeeded') return refusal(400, 'BadRequest', 'The query has not succeeded.');
    const token = /^(\d+)\.(\d+)$/.exec(query.get('$skiptoken') ?? '');
    if (token === null) made.readings++;
    const reading = token === null ? made.readings : Number(token[1]);
    const offset = token === null ? 0 : Number(token[2]);
    if (offset > 0 && faults.strikes('audit-queries/paging-500')) {
      return refusal(500, 'InternalServerError', 'Internal server error');
    }
    const all = readingOf(foundBy(made).records, reading);
    const repeats = offset > 0 && faults.strikes('audit-queries/duplicates') ? 1 : 0;
    const page = all.slice(offset - repeats, offset + PAGE);
    const next = `${root}/${version}/${QUERIES}/${made.id}/records?$skiptoken=${reading}.${offset + PAGE}`;
    const body = {
      '@odata.context': `${context(version)}('${made.id}')/records`,
      '@odata.count': page.length,
      value: page.map(enveloped),
      ...(offset + PAGE < all.length ? { '@odata.nextLink': next } : {}),
    };
    return isMalformed(page)
      ? { status: 200, raw: JSON.stringify(body).slice(0, -100) }
      : { status: 200, body };
  }

  /** Each reading leaves out others: united, two have everything. */
  function readingOf(all: AuditRecord[], reading: number): AuditRecord[] {
    if (!faults.strikes('audit-queries/differs')) return all;
    return all.filter((_, i) => i % 40 !== reading % 40);
  }

  function isMalformed(page: AuditRecord[]): boolean {
    const id = faults.detail('audit-queries/malformed');
    if (typeof id === 'string' && !page.some(({ Id }) => Id === id)) return false;
    return faults.strikes('audit-queries/malformed');
  }

  function enveloped(record: AuditRecord): unknown {
    const envelope: Record<string, unknown> = { ...envelopeOf(record), clientIp: record.ClientIP ?? null };
    if (faults.strikes('audit-queries/camel')) {
      const type = String(envelope.auditLogRecordType);
      envelope.auditLogRecordType = type.charAt(0).toLowerCase() + type.slice(1);
    }
    return envelope;
  }

  const routes = (['v1.0', 'beta'] as const).flatMap((version): DemoRoute[] => {
    const route = (
      method: DemoRoute['method'],
      path: string,
      answer: (request: DemoRequest, version: string) => DemoAnswer,
    ): DemoRoute => ({
      method,
      path: `/${version}/${QUERIES}${path}`,
      answer: (request) =>
        version === 'v1.0' && faults.strikes('audit-queries/no-v1') ? unknown() : answer(request, version),
    });
    return [
      route('POST', '', create),
      route('GET', '', list),
      route('GET', '/{auditLogQuery-id}', get),
      route('GET', '/{auditLogQuery-id}/records', records),
    ];
  });
  return { routes, faults: FAULTS };
};

/** Records never change, and every reading of every query gives them again. */
const envelopes = new WeakMap<AuditRecord, Record<string, unknown>>();

function envelopeOf(record: AuditRecord): Record<string, unknown> {
  const made = envelopes.get(record) ?? JSON.parse([...graphRecordsJson([record])].join('')).value[0];
  envelopes.set(record, made);
  return made;
}

const QUERIES = 'security/auditLog/queries';

function context(version: string): string {
  return `https://graph.microsoft.com/${version}/$metadata#${QUERIES}`;
}

function unknown(): DemoAnswer {
  return refusal(404, 'ResourceNotFound', 'Resource not found.');
}

function capOf({ faults }: World): number {
  for (const name of ['audit-queries/cap', 'audit-queries/cap-unsaid']) {
    const cap = faults.detail(name);
    if (typeof cap === 'number') return cap;
  }
  return MOST_RECORDS;
}

/**
 * What had arrived when the query ended. The user filter is the actor's; the keyword is looked for in what is not
 * indexed, so not in who acted; the address filter knows ClientIP, which not every record has.
 */
function matching({ records }: World, { at, body }: Made): AuditRecord[] {
  const { keywordFilter, filterStartDateTime, filterEndDateTime } = body;
  const [from, to] = [Date.parse(filterStartDateTime), Date.parse(filterEndDateTime)];
  const operations = new Set(body.operationFilters.map((one) => one.toLowerCase()));
  const users = new Set(body.userPrincipalNameFilters.map((one) => one.toLowerCase()));
  const addresses = new Set(body.ipAddressFilters);
  const keyword = keywordFilter?.toLowerCase();
  const found: AuditRecord[] = [];
  for (const { arrivedAt, record } of records) {
    if (arrivedAt > at + ENDS_MS) break;
    const time = Date.parse(`${record.CreationTime}Z`);
    if (time < from || time > to) continue;
    if (operations.size > 0 && !operations.has(record.Operation.toLowerCase())) continue;
    if (users.size > 0 && !users.has(record.UserId.toLowerCase())) continue;
    if (addresses.size > 0 && !addresses.has(String(record.ClientIP ?? ''))) continue;
    if (keyword !== undefined) {
      const { UserId: _, ...rest } = record;
      if (!JSON.stringify(rest).toLowerCase().includes(keyword)) continue;
    }
    found.push(record);
  }
  return found;
}
