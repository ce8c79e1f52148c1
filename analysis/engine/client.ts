/** Starts the engine in a process of its own and speaks to it as an `Engine`. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Progress } from '../sections.ts';
import { type Engine, EngineError } from './engine.ts';
import type { FromEngine, Method, ToEngine } from './protocol.ts';

export interface StartEngine {
  dataFolder: string;
  /** called once when the process ends by itself; every open call has been rejected with engine-stopped by then */
  onExit?: (code: number | null) => void;
  /** lines the engine writes to stderr; they may hold paths and stack traces, never record contents */
  onLog?: (line: string) => void;
}

interface Open {
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
  onProgress?: (progress: Progress) => void;
}

/** @throws EngineError engine-stopped when the process does not come up */
export async function startEngine({ dataFolder, onExit, onLog }: StartEngine): Promise<Engine> {
  const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), [dataFolder], {
    execArgv: ['--import', import.meta.resolve('tsx/esm')],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => onLog?.(text));
  const open = new Map<number, Open>();
  let closing = false;
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: FromEngine) =>
      message.kind === 'ready' ? resolve() : receive(open, message),
    );
    child.on('error', () => reject(stopped()));
    child.on('exit', (code) => {
      reject(stopped());
      for (const { reject: fail } of open.values()) fail(stopped());
      open.clear();
      if (!closing) onExit?.(code);
    });
  });
  const call = caller(child, open);
  return {
    analyze: (request, onProgress, signal) => call('analyze', [request], onProgress, signal) as never,
    cases: () => call('cases', []) as never,
    section: (...args) => call('section', args) as never,
    previewMarker: (...args) => call('previewMarker', args) as never,
    mark: (...args) => call('mark', args) as never,
    unmark: (...args) => call('unmark', args) as never,
    approveApp: (...args) => call('approveApp', args) as never,
    revokeApproval: (...args) => call('revokeApproval', args) as never,
    baseline: (...args) => call('baseline', args) as never,
    learnBaseline: (...args) => call('learnBaseline', args) as never,
    declareScope: (...args) => call('declareScope', args) as never,
    compareCases: (...args) => call('compareCases', args) as never,
    renameCase: (...args) => call('renameCase', args) as never,
    setPrivileged: (...args) => call('setPrivileged', args) as never,
    deleteCase: (...args) => call('deleteCase', args) as never,
    exportCase: (caseId, request, onProgress, signal) =>
      call('exportCase', [caseId, request], onProgress, signal) as never,
    importReview: (...args) => call('importReview', args) as never,
    notePull: (...args) => call('notePull', args) as never,
    addSignIns: (...args) => call('addSignIns', args) as never,
    nameMessages: (...args) => call('nameMessages', args) as never,
    noteOwnReads: (...args) => call('noteOwnReads', args) as never,
    noteOutage: (...args) => call('noteOutage', args) as never,
    showRecord: (...args) => call('showRecord', args) as never,
    close: async () => {
      closing = true;
      if (!child.connected) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      send(child, { kind: 'close' });
      await ended;
    },
  };
}

function caller(child: ChildProcess, open: Map<number, Open>) {
  let last = 0;
  return (
    method: Method,
    args: unknown[],
    onProgress?: (progress: Progress) => void,
    signal?: AbortSignal,
  ): Promise<unknown> => {
    if (!child.connected) return Promise.reject(stopped());
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      open.set(id, { resolve, reject, onProgress });
      signal?.addEventListener('abort', () => send(child, { kind: 'cancel', id }), { once: true });
      send(child, { kind: 'call', id, method, args });
      if (signal?.aborted) send(child, { kind: 'cancel', id });
    });
  };
}

function receive(open: Map<number, Open>, message: Exclude<FromEngine, { kind: 'ready' }>): void {
  const waiting = open.get(message.id);
  if (message.kind === 'progress') {
    waiting?.onProgress?.(message.progress);
    return;
  }
  open.delete(message.id);
  if (message.kind === 'result') waiting?.resolve(message.value);
  else waiting?.reject(new EngineError(message.code, message.message));
}

function send(child: ChildProcess, message: ToEngine): void {
  if (child.connected) child.send(message);
}

function stopped(): EngineError {
  return new EngineError(
    'engine-stopped',
    'The analysis engine stopped. It is started again; please try once more.',
  );
}
