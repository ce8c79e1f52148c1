/** A place for the files and cases of one test file; everything of it goes when the tests are over. */
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, expect } from 'vitest';
import { type Case, type Ingested, openCase } from '../../../analysis/index.ts';
import type { Report } from '../../../analysis/report.ts';
import type { AuditData } from './records.ts';

const SCHEMA = new URL('../../../../shared/schema/report.schema.json', import.meta.url);
export const SCHEMA_IS_THERE = existsSync(SCHEMA);

let validate: ValidateFunction | undefined;

/** Holds a report to the schema, where it is there, and to the sums it promises. */
export function expectValid(report: Report): void {
  for (const input of report.inputs) {
    expect(input.rows, `${input.name}: rows = records + duplicates + rejected`).toBe(
      input.records + input.duplicates + input.rejected,
    );
  }
  expect(report.totals.records).toBe(report.inputs.reduce((sum, { records }) => sum + records, 0));
  expect(report.totals.bind + report.totals.sync).toBe(report.totals.mailItemsAccessed);
  expect(report.contexts.reduce((sum, { records }) => sum + records, 0)).toBe(
    report.totals.mailItemsAccessed,
  );
  if (!SCHEMA_IS_THERE) return;
  if (validate === undefined) {
    const ajv = new Ajv2020({ allErrors: true, strict: false });
    addFormats.default(ajv);
    validate = ajv.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));
  }
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
}

/** The whole report of a case, held to the schema. */
export async function reportOf(kase: Case): Promise<Report> {
  const out = new PassThrough();
  const [written] = await Promise.all([text(out), kase.writeReport(out).then(() => out.end())]);
  const report = JSON.parse(written) as Report;
  expectValid(report);
  return report;
}

/** Runs something with the kept case of a folder, and closes it. */
export async function within<T>(folder: string, run: (kase: Case) => Promise<T>): Promise<T> {
  const kase = await openCase({ folder, id: 'kept', name: 'kept' });
  try {
    return await run(kase);
  } finally {
    await kase.close();
  }
}

export interface Desk {
  folder: string;
  /** Writes a file and says where it is. */
  file(name: string, content: string | Buffer): Promise<string>;
  /** An empty case, closed when the tests are over. */
  openCase(): Promise<Case>;
  /** Reads texts as files of one case, in order. */
  ingest(kase: Case, ...contents: (string | Buffer)[]): Promise<Ingested>;
  /** A case of these contents. */
  caseOf(...contents: (string | Buffer)[]): Promise<Case>;
  /** A case of these contents, and its report. */
  analyse(...contents: (string | Buffer)[]): Promise<{ kase: Case; report: Report; ingested: Ingested }>;
}

export async function openDesk(): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'mailtrail-test-'));
  const cases: Case[] = [];
  let files = 0;
  afterAll(async () => {
    for (const kase of cases) await kase.close();
    await rm(folder, { recursive: true, force: true });
  });
  const desk: Desk = {
    folder,
    file: async (name, content) => {
      const path = join(folder, name);
      await writeFile(path, content);
      return path;
    },
    openCase: async () => {
      const id = `case-${cases.length + 1}`;
      const kase = await openCase({ folder: join(folder, id), id, name: id, temporary: true });
      cases.push(kase);
      return kase;
    },
    ingest: async (kase, ...contents) => {
      const received = [];
      for (const content of contents) {
        files += 1;
        const path = await desk.file(`received-${files}`, content);
        received.push({ path, name: basename(path) });
      }
      return await kase.ingest(received);
    },
    caseOf: async (...contents) => {
      const kase = await desk.openCase();
      await desk.ingest(kase, ...contents);
      return kase;
    },
    analyse: async (...contents) => {
      const kase = await desk.openCase();
      const ingested = await desk.ingest(kase, ...contents);
      return { kase, report: await reportOf(kase), ingested };
    },
  };
  return desk;
}

/** AuditData lines: the shortest shape. */
export function lines(records: readonly (AuditData | string)[]): string {
  return records
    .map((record) => `${typeof record === 'string' ? record : JSON.stringify(record)}\n`)
    .join('');
}
