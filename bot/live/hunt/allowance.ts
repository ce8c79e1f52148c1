/**
 * Microsoft takes 200 audit queries of a tenant in any 24 hours and runs 50 at once (graph.md B2); others ask too, so
 * Mailtrail stays well below both.
 */
import type { Store } from '../../store/index.ts';

const DAY_MS = 86_400_000;

export interface Allowance {
  /** @returns when it may be submitted, then it counts as submitted; null when that would be after `until` */
  take(until: number, signal: AbortSignal): Promise<string | null>;
  /** what was not submitted after all */
  giveBack(at: string): Promise<void>;
  used(): { used: number; most: number; nextAt: string | null };
}

export interface AllowanceOptions {
  store: Store;
  tenantId: string;
  most: number;
  now(): Date;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export function createAllowance({ store, tenantId, most, now, wait }: AllowanceOptions): Allowance {
  const counting = (times: readonly string[]) => {
    const since = new Date(now().getTime() - DAY_MS).toISOString();
    return times.filter((at) => at > since);
  };
  const counted = () => counting(store.read().hunt.submitted[tenantId] ?? []);

  return {
    async take(until, signal) {
      for (;;) {
        const free = await store.change((draft) => {
          const times = counting(draft.hunt.submitted[tenantId] ?? []);
          draft.hunt.submitted[tenantId] = times;
          const [first] = times;
          if (times.length >= most && first !== undefined) return { from: Date.parse(first) + DAY_MS };
          const at = now().toISOString();
          times.push(at);
          return { at };
        });
        if (free.at !== undefined) return free.at;
        if (free.from >= until) return null;
        await wait(Math.max(1_000, free.from - now().getTime() + 1), signal);
      }
    },
    async giveBack(at) {
      await store.change((draft) => {
        const times = draft.hunt.submitted[tenantId] ?? [];
        const index = times.indexOf(at);
        if (index >= 0) times.splice(index, 1);
      });
    },
    used() {
      const times = counted();
      const [first] = times;
      const full = times.length >= most && first !== undefined;
      const nextAt = full ? new Date(Date.parse(first) + DAY_MS).toISOString() : null;
      return { used: times.length, most, nextAt };
    },
  };
}
