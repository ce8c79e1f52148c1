/**
 * Service plans that auditing hangs on. Entra tells a licence's plans by what is disabled of them, in
 * ModifiedProperties or, in newer records, in JSON inside JSON of additionalDetails, cut into pieces.
 */
import { accountOf, type ChangeReader, modified, named } from './_change.ts';

/** Audit (Premium) and Audit (Standard); plan ids as Microsoft lists them */
const PREMIUM = /M365_ADVANCED_AUDITING|2f442157-a11c-46b9-ae5b-6e39ff4e5849/i;
const STANDARD = /M365_AUDIT_PLATFORM|f6de4823-28fa-440b-b886-4783fa86ddba/i;

export const reader: ChangeReader = {
  operations: ['Change user license.', 'Update user.'],
  read(record) {
    const { data } = record;
    const licences = assignedLicences(data);
    if (licences === null) return [];
    const mailbox = accountOf(record);
    const before = plansOf(licences.from);
    const after = plansOf(licences.to);
    if (before.any && !after.any) {
      const detail = after.licensed ? 'Audit plans of every licence disabled' : 'last licence taken away';
      return [{ kind: 'plan-removed', mailbox, part: 'all', detail }];
    }
    if (!before.any && after.any)
      return [{ kind: 'plan-added', mailbox, part: 'all', detail: 'an Audit plan assigned' }];
    if (before.premium && !after.premium)
      return [
        { kind: 'plan-removed', mailbox, part: 'premium', detail: 'Audit (Premium), M365_ADVANCED_AUDITING' },
      ];
    if (!before.premium && after.premium)
      return [
        { kind: 'plan-added', mailbox, part: 'premium', detail: 'Audit (Premium), M365_ADVANCED_AUDITING' },
      ];
    return [];
  },
};

interface Plans {
  licensed: boolean;
  /** some licence leaves an Audit plan on, as far as what is disabled can tell */
  any: boolean;
  premium: boolean;
}

/** A licence without the plan at all cannot be told from one with it by its disabled plans; only changes count here. */
function plansOf(text: string): Plans {
  const skus = text.split(/SkuName=/i).slice(1);
  return {
    licensed: skus.length > 0,
    any: skus.some((sku) => !(STANDARD.test(sku) && PREMIUM.test(sku))),
    premium: skus.some((sku) => !PREMIUM.test(sku)),
  };
}

function assignedLicences(data: Record<string, unknown>): { from: string; to: string } | null {
  const plain = modified(data).get('assignedlicense');
  if (plain !== undefined) return plain;
  // Quotes are escaped once for every layer of JSON; without any backslash all layers read alike.
  const details = (named(data, 'ExtendedProperties').get('additionaldetails') ?? '').replaceAll('\\', '');
  const from = between(details, '"Name":"AssignedLicense","OldValue":[', '],"NewValue":[');
  const to = between(details.slice(from.end), '],"NewValue":[', ']}');
  return from.text === null || to.text === null ? null : { from: from.text, to: to.text };
}

/** The text between two marks, and where the second one starts. */
function between(text: string, first: string, second: string): { text: string | null; end: number } {
  const start = text.indexOf(first);
  const end = start === -1 ? -1 : text.indexOf(second, start + first.length);
  return end === -1 ? { text: null, end: 0 } : { text: text.slice(start + first.length, end), end };
}
