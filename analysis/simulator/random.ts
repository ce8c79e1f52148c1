/**
 * Seeded randomness. Every part of the tenant draws from its own stream, forked by name, so that adding an
 * attack or a person changes nothing else in the log.
 */

/** xmur3: a string into a 32-bit state generator. */
function hash(text: string): () => number {
  let h = 1779033703 ^ text.length;
  for (let i = 0; i < text.length; i++) {
    h = Math.imul(h ^ text.charCodeAt(i), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  return () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h >>> 0;
  };
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d: number;
  private readonly name: string;

  constructor(name: string) {
    const seed = hash(name);
    this.name = name;
    this.a = seed();
    this.b = seed();
    this.c = seed();
    this.d = seed();
  }

  /** A stream of its own, the same whatever was drawn from this one before. */
  fork(name: string | number): Random {
    return new Random(`${this.name}/${name}`);
  }

  /** sfc32: 32 random bits. */
  bits(): number {
    const t = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + t) | 0;
    return t >>> 0;
  }

  /** 0 up to, not including, 1. */
  next(): number {
    return this.bits() / 4294967296;
  }

  /** Whole number from `low` to `high`, both included. */
  int(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low + 1));
  }

  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('Random.pick needs a list that is not empty');
    return list[Math.floor(this.next() * list.length)] as T;
  }

  /** One key of `weights`, as often as its weight says. */
  weighted<K extends string>(weights: Record<K, number>): K {
    const entries = Object.entries(weights) as [K, number][];
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.next() * total;
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return (entries.at(-1) as [K, number])[0];
  }

  shuffle<T>(list: readonly T[]): T[] {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(this.next() * (i + 1));
      [copy[i], copy[j]] = [copy[j] as T, copy[i] as T];
    }
    return copy;
  }

  /** `count` different members of the list. */
  sample<T>(list: readonly T[], count: number): T[] {
    return this.shuffle(list).slice(0, count);
  }

  /** About `mean`, never negative: whole number, Poisson for the small means used here. */
  around(mean: number): number {
    const limit = Math.exp(-mean);
    let product = this.next();
    let count = 0;
    while (product > limit && count < 200) {
      product *= this.next();
      count++;
    }
    return count;
  }

  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += word(this.bits(), 8);
    return text.slice(0, digits);
  }

  base64(length: number): string {
    let text = '';
    for (let i = 0; i < length; i++) text += BASE64[this.bits() >>> 26];
    return text;
  }

  guid(): string {
    const [a, b, c, d] = [this.bits(), this.bits(), this.bits(), this.bits()] as [
      number,
      number,
      number,
      number,
    ];
    const version = ((b & 0x0fff) | 0x4000).toString(16);
    const variant = (((c >>> 16) & 0x3fff) | 0x8000).toString(16);
    const tail = word(c & 0xffff, 4) + word(d, 8);
    return `${word(a, 8)}-${word(b >>> 16, 4)}-${version}-${variant}-${tail}`;
  }
}

function word(value: number, digits: number): string {
  const all =
    HEX[(value >>> 24) & 255]! + HEX[(value >>> 16) & 255]! + HEX[(value >>> 8) & 255]! + HEX[value & 255]!;
  return all.slice(8 - digits);
}
