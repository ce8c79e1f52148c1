import { samples as hunts } from '../hunt/sample.ts';
import type { HuntStatusInput } from './model.ts';

const allowance = { used: 12, most: 180, nextAt: null, inFlight: 4 };

export const samples: Record<string, HuntStatusInput> = {
  some: { hunts: Object.values(hunts).map(({ hunt }) => hunt), allowance },
  none: { hunts: [], allowance: { ...allowance, used: 180, nextAt: '2026-05-20T14:12:00Z' } },
};
