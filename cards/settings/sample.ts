import type { SettingsInput } from './model.ts';

export const samples: Record<string, SettingsInput> = {
  personal: {
    version: '1.0.0',
    local: false,
    role: 'responder',
    scope: 'personal',
    case: { id: 'c-0520', name: 'contoso-0520' },
  },
  channel: { version: '1.0.0', local: false, role: 'viewer', scope: 'channel', case: null },
};
