/**
 * Lets DuckDB work in one thread: the workers of the tests share the processors already, and on a hundred rows more
 * threads cost a third more than they save. Processes that tests start have as many as anybody's.
 */
import { DuckDBInstance } from '@duckdb/node-api';

const { create } = DuckDBInstance;
const NARROWED = Symbol.for('mailtrail-tests-one-thread');

if (!(NARROWED in DuckDBInstance)) {
  Object.assign(DuckDBInstance, {
    [NARROWED]: true,
    create: (path?: string, options?: Record<string, string>) =>
      create.call(DuckDBInstance, path, { ...options, threads: '1' }),
  });
}
