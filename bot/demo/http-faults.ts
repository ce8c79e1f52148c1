/** Faults any service may have, before its own: switched on for all calls or, by detail, for some. */
import type { DemoAnswer, Faults } from './service.ts';

export interface HttpFault {
  /** only for routes whose path contains this */
  path?: string;
  /** only for this method */
  method?: string;
  /** of a throttled call: the value of Retry-After; none is sent without */
  after?: string;
}

export const HTTP_FAULTS: Readonly<Record<string, string>> = {
  'http/429': 'throttled; Retry-After is what `after` says',
  'http/500': 'a fault of the service',
  'http/502': 'a fault before the service',
  'http/503': 'not there at the moment',
  'http/504': 'took too long',
  'http/401': 'the token is not accepted',
  'http/403': 'the permission is missing',
  'http/malformed': 'the answer ends in the middle of its JSON',
  'http/cut': 'the connection breaks in the middle of the answer',
  'http/foreign-page': 'the next page is on another host',
};

const REFUSALS: Record<string, { status: number; code: string; message: string }> = {
  'http/429': { status: 429, code: 'TooManyRequests', message: 'Too many requests' },
  'http/500': { status: 500, code: 'InternalServerError', message: 'Internal server error' },
  'http/502': { status: 502, code: 'BadGateway', message: 'Bad gateway' },
  'http/503': { status: 503, code: 'ServiceUnavailable', message: 'Service unavailable' },
  'http/504': { status: 504, code: 'GatewayTimeout', message: 'Gateway timeout' },
  'http/401': { status: 401, code: 'InvalidAuthenticationToken', message: 'Access token validation failure' },
  'http/403': {
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
  },
};

/** An answer instead of the service's own, if a fault wants it so. */
export function refusalFor(faults: Faults, method: string, path: string): DemoAnswer | null {
  for (const [name, { status, code, message }] of Object.entries(REFUSALS)) {
    if (!strikes(faults, name, method, path)) continue;
    const { after } = detailOf(faults, name);
    return {
      ...refusal(status, code, message),
      ...(after === undefined ? {} : { headers: { 'Retry-After': after } }),
    };
  }
  return null;
}

/** What is done to an answer on its way: null = nothing. */
export function damageTo(
  faults: Faults,
  method: string,
  path: string,
): 'malformed' | 'cut' | 'foreign-page' | null {
  for (const name of ['malformed', 'cut', 'foreign-page'] as const) {
    if (strikes(faults, `http/${name}`, method, path)) return name;
  }
  return null;
}

/** An error as Graph writes it. */
export function refusal(status: number, code: string, message: string): DemoAnswer {
  return { status, body: { error: { code, message } } };
}

function strikes(faults: Faults, name: string, method: string, path: string): boolean {
  const only = detailOf(faults, name);
  if (only.path !== undefined && !path.includes(only.path)) return false;
  if (only.method !== undefined && only.method !== method) return false;
  return faults.strikes(name);
}

function detailOf(faults: Faults, name: string): HttpFault {
  return (faults.detail(name) ?? {}) as HttpFault;
}
