/** What crosses the border between the bot's process and the engine's, as structured-clone messages. */
import type { Progress } from '../sections.ts';
import type { Engine, EngineErrorCode } from './engine.ts';

export type Method = Exclude<keyof Engine, 'close'>;

export type ToEngine =
  | { kind: 'call'; id: number; method: Method; args: unknown[] }
  | { kind: 'cancel'; id: number }
  | { kind: 'close' };

export type FromEngine =
  | { kind: 'ready' }
  | { kind: 'progress'; id: number; progress: Progress }
  | { kind: 'result'; id: number; value: unknown }
  | { kind: 'error'; id: number; code: EngineErrorCode; message: string };
