/** Tenants unlike the simulator's usual ones: other hours, programs, networks, and attackers of another tempo. */
import type { Habits } from '../../analysis/simulator/index.ts';

export const HELD_OUT_HABITS: Partial<Habits> = {
  zones: [
    'Asia/Tokyo',
    'Asia/Kolkata',
    'America/Sao_Paulo',
    'Europe/Madrid',
    'Europe/Stockholm',
    'Australia/Sydney',
  ],
  visits: [3, 28],
  starts: [4.5, 14],
  inflow: [5, 90],
  desktops: { outlook: 22, browser: 42, 'new-outlook': 12, mac: 24 },
  phones: { 'outlook-ios': 25, 'outlook-android': 35, activesync: 25, none: 15 },
  leave: 0.35,
  travel: 0.3,
  newPhone: 0.15,
  newComputer: 0.15,
};

/** Attackers read so much more slowly or quickly than the simulator's usual ones. */
export const HELD_OUT_TEMPI: readonly number[] = [0.4, 2.5, 6, 10];
