import { createRequire } from 'node:module';
import type {
  DuckDBConnection,
  DuckDBDataChunk,
  DuckDBInstance,
  DuckDBResult,
  DuckDBValue,
} from '@duckdb/node-api';

/**
 * One pool of memory for all threads, and what is freed is kept for two seconds: DuckDB's allocator gives large buffers back
 * at once, and of a big export it would ask the kernel for the same memory again and again, a twentieth of the time. Read
 * when the library is loaded; no other than the one of Linux knows it (DuckDB's documentation, jemalloc extension).
 */
process.env.DUCKDB_JE_MALLOC_CONF ??= 'narenas:1,dirty_decay_ms:2000,muzzy_decay_ms:0';

/** Not by `import`, for which Node first looks through the library's 170 files for names: that is a tenth of a second. */
const duckDb: typeof import('@duckdb/node-api') = createRequire(import.meta.url)('@duckdb/node-api');

export type Value = string | number | boolean | null | Value[] | { [key: string]: Value };
export type Row = Record<string, Value>;

type Memory = Record<'memory_limit' | 'threads', string>;

/**
 * Keeps a whole analysis under 1 GB. What DuckDB does not count comes on top of its limit, and Node's part: 370 MB of
 * ordinary rows together, and while a file of long rows is read some more (reference/duckdb.md).
 */
const READING: Memory = { memory_limit: '450MB', threads: '2' };
/** After that, where what was freed is given back, no more comes on top. What does not fit goes to disk and back. */
const AFTERWARDS: Memory = { memory_limit: '590MB', threads: '2' };
/** For what does not fit while reading: one thread holds half as much at a time. */
const SPARING: Memory = { memory_limit: '640MB', threads: '1' };
/** Of fewer rows there is nothing to give back. */
const MANY = 100_000;

/** One DuckDB file, or one in memory. Knows how to run SQL and nothing about what it means. */
export class Database {
  /** @param memory as it is set for all connections of the instance */
  private constructor(
    private readonly instance: DuckDBInstance,
    readonly connection: DuckDBConnection,
    private readonly memory: { now: Memory } = { now: READING },
  ) {}

  /**
   * @param path the database file, or ':memory:'
   * @param temporaryFolder where DuckDB may spill what does not fit in memory
   */
  static async open(path: string, temporaryFolder: string): Promise<Database> {
    const instance = await duckDb.DuckDBInstance.create(path, {
      ...READING,
      temp_directory: temporaryFolder,
    });
    const connection = await instance.connect();
    const database = new Database(instance, connection);
    await database.run(`
      SET autoinstall_known_extensions = false;
      SET autoload_known_extensions = false;
      -- Its estimate of small sides makes an ASOF join with 400,000 ranges a nested loop of minutes.
      SET asof_loop_join_threshold = 0;
      SET TimeZone = 'UTC';
      SET enable_progress_bar_print = false;
      SET progress_bar_time = 1`);
    return database;
  }

  /**
   * A second connection to the same database: it reads what was last committed while the first one writes.
   * Temporary tables are not shared.
   */
  async reader(): Promise<Database> {
    return new Database(this.instance, await this.instance.connect(), this.memory);
  }

  /** Runs `work` in one transaction: all of it is kept, or nothing. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.run('BEGIN');
    try {
      const result = await work();
      await this.run('COMMIT');
      return result;
    } catch (error) {
      // The rollback fails where DuckDB has already given the transaction up; the first error is the one to tell.
      await this.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  }

  async run(sql: string): Promise<void> {
    await this.connection.run(sql);
  }

  /** Every row, bigints as numbers. For results known to be small; `stream` is for the others. */
  async rows<T = Row>(sql: string): Promise<T[]> {
    const rows: Row[] = [];
    for await (const batch of batches(await this.connection.run(sql))) rows.push(...batch);
    return rows as T[];
  }

  async one<T = Row>(sql: string): Promise<T> {
    const [row] = await this.rows<T>(sql);
    if (row === undefined) throw new Error(`The query gave no row: ${sql}`);
    return row;
  }

  /** Rows in batches of about 2,048, never all in memory. */
  async *stream<T = Row>(sql: string): AsyncGenerator<T[]> {
    for await (const batch of batches(await this.connection.stream(sql))) yield batch as T[];
  }

  /** The same as JSON texts, columns as fields: what only passes through need not become objects on its way. */
  async *jsonStream(sql: string): AsyncGenerator<string[]> {
    for await (const batch of this.stream<{ json: string }>(
      `SELECT to_json(json_row) AS json FROM (${sql}) json_row`,
    )) {
      yield batch.map(({ json }) => json);
    }
  }

  /** Adds rows to a temporary table whose columns are all VARCHAR; much quicker than VALUES. */
  async append(temporaryTable: string, rows: (string | null)[][]): Promise<void> {
    const appender = await this.connection.createAppender(temporaryTable, 'main', 'temp');
    for (const row of rows) {
      for (const cell of row) {
        if (cell === null) appender.appendNull();
        else appender.appendVarchar(cell);
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Only while `work` runs can `progress` tell anything: to keep count costs every short query a little. */
  async countingProgress<T>(work: () => Promise<T>): Promise<T> {
    await this.run('SET enable_progress_bar = true');
    try {
      return await work();
    } finally {
      await this.run('SET enable_progress_bar = false');
    }
  }

  /** While `work` runs, tables are filled in whatever order is quickest: keeping it, rows wait for each other in memory. */
  async inAnyOrder<T>(work: () => Promise<T>): Promise<T> {
    await this.run('SET SESSION preserve_insertion_order = false');
    try {
      return await work();
    } finally {
      await this.run('RESET SESSION preserve_insertion_order');
    }
  }

  /**
   * Runs `work` again, slowly, where DuckDB ran out of memory: what a function holds of JSON grows with the length of the
   * rows, for each thread and each place it stands in, and nothing of it can be written to disk.
   */
  async sparingMemoryIfNeeded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('Out of Memory Error')) throw error;
    }
    await this.use(SPARING);
    try {
      return await work();
    } finally {
      await this.use(READING);
    }
  }

  /** Before a file is read: a database that is open already may have been given more. */
  async spareMemoryForReading(): Promise<void> {
    if (this.memory.now !== READING) await this.use(READING);
  }

  /**
   * Between two steps of work. The C library keeps what DuckDB frees, after a large file was read 300 MB; told its limit,
   * DuckDB has it given back, which takes 30 ms. Tables may then take up more than while a file is read.
   * @param rows what the step that is done was about
   */
  async giveBackMemory(rows: number): Promise<void> {
    // On another connection a file may be read with what is left.
    if (rows < MANY || this.memory.now === SPARING) return;
    await this.use(AFTERWARDS);
  }

  private async use(memory: Memory): Promise<void> {
    this.memory.now = memory;
    const { memory_limit, threads } = memory;
    await this.run(`SET memory_limit = ${literal(memory_limit)}; SET threads = ${threads}`);
  }

  /** Percent of the running query, 0 to 100, or null when DuckDB cannot tell. */
  progress(): number | null {
    const { percentage } = this.connection.progress;
    return percentage < 0 ? null : percentage;
  }

  /** Stops the running query; its promise then rejects. */
  interrupt(): void {
    this.connection.interrupt();
  }

  /** Ends this connection and leaves the database open for the other. */
  disconnect(): void {
    this.connection.closeSync();
  }

  close(): void {
    this.disconnect();
    this.instance.closeSync();
  }
}

/** A quoted SQL string; everything that comes from a log, a file name or a person passes here. */
export function literal(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `'${value.replaceAll('\0', '').replaceAll("'", "''")}'`;
  return String(value);
}

/** SQL: epoch seconds as the report writes times. */
export function isoTimeOf(seconds: string): string {
  return `strftime(make_timestamp(${seconds} * 1000000), '%Y-%m-%dT%H:%M:%SZ')`;
}

/** Lines of `VALUES`, a thousand to a statement at most: callers cut their lists. */
export function values(rows: (string | number | boolean | null)[][]): string {
  return rows.map((row) => `(${row.map(literal).join(', ')})`).join(', ');
}

async function* batches(result: DuckDBResult): AsyncGenerator<Row[]> {
  const names = result.deduplicatedColumnNames();
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield rowsOf(chunk, names);
  }
}

/** Taken out by column: the library's own rows take twice as long, most of a big report's time. */
function rowsOf(chunk: DuckDBDataChunk, names: readonly string[]): Row[] {
  const columns = names.map((name, index) => [name, chunk.getColumnValues(index).map(plainValue)] as const);
  const rows: Row[] = [];
  for (let index = 0; index < chunk.rowCount; index++) {
    const row: Row = {};
    for (const [name, values] of columns) row[name] = values[index] as Value;
    rows.push(row);
  }
  return rows;
}

function plainRow(row: Record<string, DuckDBValue>): Row {
  const plain: Row = {};
  for (const key in row) plain[key] = plainValue(row[key] as DuckDBValue);
  return plain;
}

function plainValue(value: DuckDBValue): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'object' && 'items' in value && Array.isArray(value.items)) {
    return value.items.map((item) => plainValue(item as DuckDBValue));
  }
  if (typeof value === 'object' && 'entries' in value && !Array.isArray(value.entries)) {
    return plainRow(value.entries as Record<string, DuckDBValue>);
  }
  return String(value);
}
