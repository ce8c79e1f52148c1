/** The engine process: serves one data folder to its parent over IPC. Calls run side by side. */

import type { Progress } from '../sections.ts';
import { EngineError } from './engine.ts';
import { LocalEngine } from './local.ts';
import type { FromEngine, ToEngine } from './protocol.ts';

const dataFolder = process.argv[2];
if (dataFolder === undefined || process.send === undefined) {
  process.stderr.write('The engine is started by the bot, not by hand.\n');
  process.exit(64);
}
const engine = new LocalEngine(dataFolder);
const cancels = new Map<number, AbortController>();

process.on('message', (message: ToEngine) => {
  if (message.kind === 'cancel') cancels.get(message.id)?.abort();
  else if (message.kind === 'close') void engine.close().finally(() => process.exit(0));
  else {
    cancels.set(message.id, new AbortController());
    void serve(message);
  }
});
// A key pressed in the terminal reaches both; the bot cancels what runs, and then ends this.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
// Without a parent there is nobody to answer: what was committed stays, what was not is rolled back.
process.on('disconnect', () => process.exit(0));
await engine.removeUnfinished();
send({ kind: 'ready' });

async function serve({ id, method, args }: Extract<ToEngine, { kind: 'call' }>): Promise<void> {
  try {
    const value = await call(id, method, args);
    send({ kind: 'result', id, value });
  } catch (error) {
    const known = error instanceof EngineError;
    if (!known) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    const message = known ? error.message : 'The engine failed; its log says why.';
    send({ kind: 'error', id, code: known ? error.code : 'internal', message });
  } finally {
    cancels.delete(id);
  }
}

async function call(
  id: number,
  method: Extract<ToEngine, { kind: 'call' }>['method'],
  args: unknown[],
): Promise<unknown> {
  const signal = cancels.get(id)?.signal;
  const onProgress = (progress: Progress) => send({ kind: 'progress', id, progress });
  if (method === 'analyze') {
    const [request] = args as Parameters<LocalEngine['analyze']>;
    return await engine.analyze(request, onProgress, signal);
  }
  if (method === 'exportCase') {
    const [caseId, request] = args as Parameters<LocalEngine['exportCase']>;
    return await engine.exportCase(caseId, request, onProgress, signal);
  }
  const run = engine[method] as (...given: unknown[]) => Promise<unknown>;
  return await run.apply(engine, args);
}

function send(message: FromEngine): void {
  process.send?.(message);
}
