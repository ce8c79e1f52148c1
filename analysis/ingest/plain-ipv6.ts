/**
 * IPv6 as Exchange Online's own machines are written, told in SQL: a long log has a hundred thousand of them, one to
 * nearly every record, and each would be read out, parsed and written back. `normaliseAddress` says the same of them.
 */
import { type Range, SPECIAL_ADDRESSES } from '../reference/addresses.ts';
import { MICROSOFT_ADDRESSES } from '../reference/networks.ts';

const GROUP = '[1-9a-f][0-9a-f]{0,3}';

/** Eight groups, or four and the last with zeros between them left out; none zero or padded: RFC 5952's form already. */
const PLAIN = `(${GROUP}:){4}(:${GROUP}|(${GROUP}:){3}${GROUP})`;

export function isPlainIpv6(text: string): string {
  return `regexp_full_match(${text}, '${PLAIN}')`;
}

const HALF = 18_446_744_073_709_551_616n;

/** Four groups of a list, from the given one, as a number. */
function half(groups: string, from: number): string {
  const digits = [0, 1, 2, 3].map((index) => `lpad(${groups}[${from + index}], 4, '0')`);
  return `CAST(CAST('0x' || ${digits.join(' || ')} AS UBIGINT) AS UHUGEINT)`;
}

function isIn(ranges: readonly Range[], number: string): string {
  const within = ranges
    .filter(({ isIPv6 }) => isIPv6)
    .map(
      ({ first, last }) => `${number} BETWEEN CAST('${first}' AS UHUGEINT) AND CAST('${last}' AS UHUGEINT)`,
    );
  return `(${within.join(' OR ')})`;
}

/** SQL: the plain ones of `new_text`, with the columns of `new_address`. */
export const PLAIN_IPV6_ADDRESSES = `
  SELECT raw, raw AS ip, array_to_string(parts[1:4], ':') || '::/64' AS network,
    CASE WHEN NOT ${isIn(SPECIAL_ADDRESSES, 'number')} THEN number END AS number,
    CASE WHEN ${isIn(MICROSOFT_ADDRESSES, 'number')} THEN 'true' ELSE 'false' END AS is_front_end
  FROM (SELECT raw, parts, ${half('parts', 1)} * CAST('${HALF}' AS UHUGEINT)
      + CASE WHEN parts[5] = '' THEN CAST(CAST('0x' || parts[6] AS UBIGINT) AS UHUGEINT) ELSE ${half('parts', 5)} END AS number
    FROM (SELECT raw, string_split(raw, ':') AS parts FROM new_text WHERE ${isPlainIpv6('raw')}) s) n`;
