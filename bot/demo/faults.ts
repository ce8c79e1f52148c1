/** Which faults of the services are switched on, and how often they still strike. */
import type { Faults } from './service.ts';

export function createFaults(): Faults {
  const on = new Map<string, { left: number; detail: unknown }>();
  return {
    strikes(name) {
      const fault = on.get(name);
      if (fault === undefined || fault.left <= 0) return false;
      fault.left--;
      return true;
    },
    set(name, times = Number.POSITIVE_INFINITY, detail) {
      on.set(name, { left: times, detail });
    },
    detail: (name) => on.get(name)?.detail,
    clear: () => on.clear(),
  };
}
