import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import {
  type Address,
  addressNumber,
  normaliseAddress,
  specialAddress,
} from '../../../analysis/reference/addresses.ts';

type Expected = Address & { special: ReturnType<typeof specialAddress> };

const v4: Expected = { ip: '80.114.221.214', network: '80.114.221.0/24', special: null };
const v6: Expected = { ip: '2a02:a44b:2::1', network: '2a02:a44b:2::/64', special: null };
const none: Expected = { ip: null, network: null, special: null };

const CASES: [string | null | undefined, Expected][] = [
  ['80.114.221.214', v4],
  ['80.114.221.214:56806', v4],
  ['[80.114.221.214]:56806', v4],
  ['[80.114.221.214]', v4],
  [' 80.114.221.214 ', v4],
  ['::ffff:80.114.221.214', v4],
  ['::ffff:5072:ddd6', v4],
  ['[::ffff:80.114.221.214]:443', v4],
  ['2a02:a44b:2::1', v6],
  ['[2a02:a44b:2::1]', v6],
  ['[2A02:A44B:0002:0:0:0:0:1]:65535', v6],
  ['2a02:a44b:2::1%eth0', v6],
  ['2001:db8:0:0:1:0:0:1', { ip: '2001:db8::1:0:0:1', network: '2001:db8::/64', special: 'reserved' }],
  ['2603:10a6:803:e7::16', { ip: '2603:10a6:803:e7::16', network: '2603:10a6:803:e7::/64', special: null }],
  ['::1', { ip: '::1', network: '::/64', special: 'loopback' }],
  ['127.0.0.1:25', { ip: '127.0.0.1', network: '127.0.0.0/24', special: 'loopback' }],
  ['10.1.2.3', { ip: '10.1.2.3', network: '10.1.2.0/24', special: 'private' }],
  ['100.64.0.9', { ip: '100.64.0.9', network: '100.64.0.0/24', special: 'private' }],
  ['fd00::9', { ip: 'fd00::9', network: 'fd00::/64', special: 'private' }],
  ['fe80::1%3', { ip: 'fe80::1', network: 'fe80::/64', special: 'link-local' }],
  ['169.254.1.1', { ip: '169.254.1.1', network: '169.254.1.0/24', special: 'link-local' }],
  ['203.0.113.9', { ip: '203.0.113.9', network: '203.0.113.0/24', special: 'reserved' }],
  ['0.0.0.0', { ip: '0.0.0.0', network: '0.0.0.0/24', special: 'reserved' }],
  ['localhost', none],
  ['[LOCALHOST]:443', none],
  ['mail.contoso.com', none],
  ['mail.contoso.com:443', none],
  ['[mail.contoso.com]:443', none],
  ['', none],
  ['   ', none],
  [null, none],
  [undefined, none],
  ['1', none],
  ['0x7f.1', none],
  ['010.0.0.1', none],
  ['256.1.1.1', none],
  ['1.2.3.4.5', none],
  ['1.2.3.4:port', none],
  ['[1.2.3.4', none],
  ['2a02:a44b::1::2', none],
  ['<null>', none],
];

describe('normaliseAddress', () => {
  it.each(CASES)('%j', (raw, expected) => {
    const { ip, network } = normaliseAddress(raw);
    const special = ip === null ? null : specialAddress(ip, addressNumber(ip));
    expect({ ip, network, special }).toEqual(expected);
  });

  it('gives one form for every way of writing the same IPv4 address', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(65_535), (ip, port) => {
        for (const form of [
          ip,
          `${ip}:${port}`,
          `[${ip}]`,
          `[${ip}]:${port}`,
          `::ffff:${ip}`,
          `[::FFFF:${ip}]:${port}`,
        ]) {
          expect(normaliseAddress(form).ip).toBe(ip);
        }
      }),
    );
  });

  it('gives one form for every way of writing the same IPv6 address, and is stable', () => {
    const groups = fc.array(fc.oneof(fc.constant(0), fc.nat(0xffff)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(groups, fc.nat(65_535), (parts, port) => {
        const long = parts.map((part) => part.toString(16).padStart(4, '0')).join(':');
        const once = normaliseAddress(long);
        const known = ipaddr.process(long);
        expect(once.ip).toBe(known instanceof ipaddr.IPv6 ? known.toRFC5952String() : known.toString());
        expect(addressNumber(once.ip ?? '')).toBe(
          BigInt(`0x${Buffer.from(known.toByteArray()).toString('hex')}`),
        );
        expect(once.ip).not.toBeNull();
        expect(normaliseAddress(`[${long.toUpperCase()}]:${port}`)).toEqual(once);
        expect(normaliseAddress(once.ip)).toEqual(once);
        const [address, bits] = ipaddr.parseCIDR(once.network ?? '');
        expect(ipaddr.parse(once.ip ?? '').match(address, bits)).toBe(true);
      }),
    );
  });

  it('never throws, and never makes up an address from text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (raw) => {
        const { ip, network } = normaliseAddress(raw);
        expect(ip === null).toBe(network === null);
        if (ip !== null) expect(ipaddr.isValid(ip)).toBe(true);
      }),
      { numRuns: 500 },
    );
    expect(normaliseAddress(`${':'.repeat(100_000)}1`)).toEqual({ ip: null, network: null });
  });
});
