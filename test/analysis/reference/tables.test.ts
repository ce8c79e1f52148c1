/** The tables of facts that come with the program hold what their types say: the program trusts them. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATION_GROUPS } from '../../../analysis/reference/operations.ts';

const folder = new URL('../../../analysis/reference/', import.meta.url);
const text = z.string().min(1);

const apps = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      name: text,
      origin: text,
      note: text.optional(),
    }),
  )
  .min(1);

const SHAPES: Record<string, z.ZodType> = {
  'asns.json': z.array(
    z.strictObject({
      asn: z.int().positive(),
      kind: z.enum(['microsoft', 'hosting', 'vpn', 'relay', 'carrier']),
      name: text,
      vpns: z.literal(true).optional(),
      origin: text,
    }),
  ),
  'microsoft-ranges.json': z.array(
    z.strictObject({
      cidr: z.union([z.cidrv4(), z.cidrv6()]),
      use: z.enum(['exchange', 'sign-in']),
      origin: text,
    }),
  ),
  'operations.json': z.array(
    z.strictObject({
      group: z.enum(OPERATION_GROUPS),
      what: text,
      origin: text,
      operations: z.array(text).min(1),
    }),
  ),
  ...Object.fromEntries(readdirSync(new URL('apps/', folder)).map((name) => [`apps/${name}`, apps])),
};

const files = ['', 'apps/'].flatMap((part) =>
  readdirSync(new URL(part, folder)).flatMap((name) => (name.endsWith('.json') ? [part + name] : [])),
);

it.each(files)('%s', (name) => {
  const shape = SHAPES[name];
  const parsed = shape?.safeParse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));
  expect(parsed?.error?.issues ?? []).toEqual([]);
  expect(parsed?.success).toBe(true);
});
