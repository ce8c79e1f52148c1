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

/** Four groups of a list, from the given one, as a number. Sums: put together as text first they take a third longer. */
function half(groups: string, from: number): string {
  const [a, b, c, d] = [0, 1, 2, 3].map((index) => `CAST('0x' || ${groups}[${from + index}] AS UBIGINT)`);
  return `(((${a} * 65536 + ${b}) * 65536 + ${c}) * 65536 + ${d})`;
}

/** By the first four groups: no range begins or ends within a /64 in which a plain address can be, since none of them is zero. */
function isIn(ranges: readonly Range[], high: string): string {
  const within = ranges
    .filter(({ isIPv6 }) => isIPv6)
    .map(({ first, last }) => `${high} BETWEEN ${first / HALF} AND ${last / HALF}`);
  return `(${within.join(' OR ')})`;
}

/** SQL: the plain ones of `new_text`, with the columns of `new_address`. */
export const PLAIN_IPV6_ADDRESSES = `
  SELECT raw, raw AS ip, network,
    CASE WHEN NOT ${isIn(SPECIAL_ADDRESSES, 'high')} THEN CAST(high AS UHUGEINT) * CAST('${HALF}' AS UHUGEINT) + CAST(low AS UHUGEINT) END AS number,
    CASE WHEN ${isIn(MICROSOFT_ADDRESSES, 'high')} THEN 'true' ELSE 'false' END AS is_front_end
  FROM (SELECT raw, concat(parts[1], ':', parts[2], ':', parts[3], ':', parts[4], '::/64') AS network, ${half('parts', 1)} AS high,
      CASE WHEN parts[5] = '' THEN CAST('0x' || parts[6] AS UBIGINT) ELSE ${half('parts', 5)} END AS low
    FROM (SELECT raw, string_split(raw, ':') AS parts FROM new_text WHERE is_plain) s) n`;
