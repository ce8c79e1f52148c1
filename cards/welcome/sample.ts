import type { WelcomeInput } from './model.ts';

export const samples: Record<string, WelcomeInput> = {
  local: { local: true },
  teams: { local: false },
};
