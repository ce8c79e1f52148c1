import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  isMicrosoftAddress,
  MICROSOFT_RANGES,
  NETWORKS,
  networkKind,
} from '../../../analysis/reference/networks.ts';

describe('networkKind', () => {
  it.each([
    [8075, 'microsoft'],
    [8068, 'microsoft'],
    [8069, 'microsoft'],
    [12076, 'microsoft'],
    [3598, 'microsoft'],
    [14061, 'hosting'],
    [209103, 'vpn'],
    [53813, 'relay'],
    [62044, 'relay'],
    [21928, 'carrier'],
    [1136, 'other'],
    [null, 'other'],
  ])('AS%s is %s', (asn, kind) => {
    expect(networkKind(asn)).toBe(kind);
  });

  it('names each network once, as the installed ASN data does', async () => {
    expect(new Set(NETWORKS.map((row) => row.asn)).size).toBe(NETWORKS.length);
    const folder = pathToFileURL(createRequire(import.meta.url).resolve('@ip-location-db/asn/package.json'));
    const found = new Set<string>();
    for (const file of ['asn-ipv4.csv', 'asn-ipv6.csv']) {
      // Of each line its end, as text: to parse half a million lines as CSV takes seconds.
      for (const line of (await readFile(new URL(file, folder), 'utf8')).split('\n')) {
        const second = line.indexOf(',', line.indexOf(',') + 1);
        found.add(line.slice(second + 1).trimEnd());
      }
    }
    const asListed = ({ asn, name }: { asn: number; name: string }) =>
      `${asn},${/[",]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name}`;
    expect(NETWORKS.filter((row) => !found.has(asListed(row)))).toEqual([]);
  });
});

describe('isMicrosoftAddress', () => {
  it.each([
    ['2603:10b6:5:345::11', true],
    ['2603:10a6:803:e7::16', true],
    ['2603:1096:400::1', true],
    ['40.92.1.1', true],
    ['40.126.23.99', true],
    ['20.190.160.1', true],
    ['52.96.0.1', true],
    // Azure machines: anybody can rent one.
    ['52.155.1.1', false],
    ['20.54.213.9', false],
    ['2603:1020:206::5', false],
    ['120.1.121.35', false],
    ['::1', false],
    ['', false],
    ['not an address', false],
    [null, false],
  ])('%s: %s', (ip, expected) => {
    expect(isMicrosoftAddress(ip)).toBe(expected);
  });

  const list = new URL('../../../../shared/data/networks/misp_microsoft-office365-ip.json', import.meta.url);
  it.skipIf(!existsSync(list))(
    'lies inside the published Office 365 ranges, except Exchange servers among themselves',
    () => {
      const published: { list: string[] } = JSON.parse(readFileSync(list, 'utf8'));
      const ranges = published.list.map((cidr) => ipaddr.parseCIDR(cidr));
      const outside = MICROSOFT_RANGES.filter(({ cidr }) => {
        const [base, bits] = ipaddr.parseCIDR(cidr);
        return !ranges.some(
          ([net, length]) => net.kind() === base.kind() && length <= bits && base.match(net, length),
        );
      });
      expect(outside.map((range) => range.cidr)).toEqual([
        '2603:10a6::/32',
        '2603:10b6::/32',
        '2603:1096::/32',
      ]);
    },
  );
});
