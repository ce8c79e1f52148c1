import type { CoverageHowInput } from './model.ts';

export const samples: Record<string, CoverageHowInput> = {
  usual: {
    lines: [
      'Connect-ExchangeOnline',
      '$given = [ordered]@{}',
      '$given.OrganizationConfig = @(Get-OrganizationConfig | Select-Object AuditDisabled)',
    ],
    adapter: 'off',
  },
  'asked by Mailtrail itself': { lines: ['Connect-IPPSSession'], adapter: 'on' },
};
