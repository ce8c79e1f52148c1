import { app } from '../findings/sample.ts';
import type { SuppressInput } from './model.ts';

const form: SuppressInput = {
  caseId: 'c-0520',
  finding: app,
  first: '2026-05-15',
  last: '2026-08-12',
  until: '2026-05-21',
};

export const samples: Record<string, SuppressInput> = { form, 'from an alert': { ...form, alert: true } };
