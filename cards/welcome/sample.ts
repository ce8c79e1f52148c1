import type { WelcomeInput } from './model.ts';

export const samples: Record<string, WelcomeInput> = {
  local: { local: true, shared: false },
  teams: { local: false, shared: false },
  channel: { local: false, shared: true },
  'channel, local': { local: true, shared: true },
};
