/**
 * What viewers see: how many and when, not whose and what. Applied to what the engine gives before any card is
 * drawn from it, so that no card can forget it. Names given instead of addresses stay the same over restarts.
 */
import { createHmac } from 'node:crypto';
import ipaddr from 'ipaddr.js';
import type { Engine } from '../../analysis/engine/engine.ts';
import { Problem } from '../problems.ts';
import type { Work } from '../work/index.ts';

export interface Redactor {
  /** The same shape without subjects, message ids, mail addresses and whole network addresses. */
  redact<T>(value: T): T;
  /** What stood there before a name was put in its place. @throws Problem when that is not remembered */
  reveal(text: string): string;
}

const HIDDEN = 'hidden';
/** Their values are taken out whole, whatever they look like. */
const SECRET_KEYS = new Set(['subject', 'sender', 'internetMessageId', 'messageId', 'itemId']);
const ADDRESS = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,256}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)*/gu;
/** Anything that might be a network address; `networkOf` knows. Times and version numbers look like it. */
const NETWORK_ADDRESS = /(?:(?<=\b(?:ip|network):)|(?<![\w.:]))[\da-f:.]{3,45}/gi;
const GIVEN_NAME = /\baccount-[0-9a-f]{8}\b/g;
const MOST_REMEMBERED = 50_000;

export function createRedactor(key: string): Redactor {
  /** what each name stands for, for buttons that come back; the oldest are forgotten first */
  const meant = new Map<string, string>();

  function nameOf(address: string): string {
    const digest = createHmac('sha256', key).update(address.toLowerCase()).digest('hex');
    const name = `account-${digest.slice(0, 8)}`;
    meant.delete(name);
    meant.set(name, address);
    const [oldest] = meant.keys();
    if (meant.size > MOST_REMEMBERED && oldest !== undefined) meant.delete(oldest);
    return name;
  }

  function redact(value: unknown, field = ''): unknown {
    if (typeof value === 'string') {
      if (SECRET_KEYS.has(field)) return HIDDEN;
      return value.replace(ADDRESS, nameOf).replace(NETWORK_ADDRESS, networkOf);
    }
    if (Array.isArray(value)) return value.map((item) => redact(item, field));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, redact(inner, name)]));
  }

  return {
    redact: <T>(value: T) => redact(value) as T,
    reveal: (text) =>
      text.replace(GIVEN_NAME, (name) => {
        const address = meant.get(name);
        if (address !== undefined) return address;
        throw new Problem('I no longer know who that is', ['Write messages for a fresh list.']);
      }),
  };
}

/** '203.0.113.9' -> '203.0.x.x': which network, not which machine. */
function networkOf(text: string): string {
  const [, host = '', rest = ''] = /^(\d+(?:\.\d+){3})((?:[:.].*)?)$/.exec(text) ?? [];
  if (ipaddr.IPv4.isValidFourPartDecimal(host)) return `${host.split('.').slice(0, 2).join('.')}.x.x${rest}`;
  const ended = ipaddr.IPv6.isValid(text) ? text : text.replace(/[.:]+$/, '');
  if (!ipaddr.IPv6.isValid(ended)) return text;
  const [first = 0, second = 0] = ipaddr.IPv6.parse(ended).parts;
  return `${first.toString(16)}:${second.toString(16)}:x${text.slice(ended.length)}`;
}

/** What people wrote about a case, for viewers: reasons and notes name whom they are about. */
export function redactedWork(work: Work, redactor: Redactor): Work {
  return {
    ...work,
    of: (caseId) => redactor.redact(work.of(caseId)),
    finding: (caseId, findingId) => redactor.redact(work.finding(caseId, findingId)),
  };
}

/**
 * An engine for viewers: whatever it tells is redacted, whichever method is asked, and names given before are
 * understood. What cannot be redacted (streams) comes out empty.
 */
export function redactedEngine(engine: Engine, redactor: Redactor): Engine {
  return new Proxy(engine, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) =>
        redactor.redact(
          await method.apply(
            target,
            given.map((one) => revealed(one, redactor)),
          ),
        );
    },
  });
}

/**
 * An engine for channels: what mailboxes said of their messages stays out, whoever asks; a channel is read by people
 * nobody thought of. What the log itself says of a message is everybody's who may see the case.
 */
export function namelessEngine(engine: Engine): Engine {
  return {
    ...engine,
    section: async (caseId, name, query) => withoutCalled(await engine.section(caseId, name, query)) as never,
  };
}

function withoutCalled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCalled);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (key === 'called' ? [] : [[key, withoutCalled(inner)]])),
  );
}

function revealed(given: unknown, redactor: Redactor): unknown {
  if (typeof given === 'string') return redactor.reveal(given);
  if (given === null || typeof given !== 'object' || given instanceof AbortSignal) return given;
  return Object.fromEntries(Object.entries(given).map(([key, value]) => [key, revealed(value, redactor)]));
}
