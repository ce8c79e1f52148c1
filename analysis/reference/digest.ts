/** Which facts a report was made with, so that a re-run with other facts shows. */
import { createHash } from 'node:crypto';
import { APPS } from './apps.ts';
import { CLIENT_NAMES, SERVICE_STRINGS } from './client-names.ts';
import { MICROSOFT_RANGES, NETWORKS } from './networks.ts';
import { RULE_OPERATIONS } from './operations.ts';

/** The tables of this folder, by name. */
export const REFERENCE_DATA = {
  apps: APPS,
  clientNames: CLIENT_NAMES,
  microsoftRanges: MICROSOFT_RANGES,
  networks: NETWORKS,
  operations: RULE_OPERATIONS,
  serviceStrings: SERVICE_STRINGS,
} as const;

/** SHA-256, lower-case hexadecimal, of the reference data; independent of the order of rows and keys. */
export function referenceDigest(): string {
  return digestOf(REFERENCE_DATA);
}

/**
 * SHA-256 of plain data in one canonical order. Lists are taken for sets: their order means nothing.
 * @throws TypeError for what JSON cannot hold
 */
export function digestOf(data: unknown): string {
  return createHash('sha256').update(canonical(data)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
      .filter(([, held]) => held !== undefined)
      .map(([key, held]) => `${JSON.stringify(key)}:${canonical(held)}`);
    return `{${entries.sort().join(',')}}`;
  }
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`A ${typeof value} has no place in reference data.`);
  return text;
}
