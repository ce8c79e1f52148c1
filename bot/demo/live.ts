/** The demo tenant as a person tries it: three weeks of records up to now, one attack under way and one about to begin. */
import type { WorldOptions } from './world.ts';

const DEMO = {
  people: 8,
  users: 60,
  /** 21 before the first attack, which is at three fifths of them, and two weeks to come */
  days: 35,
  attacks: ['stolen-session', 'unknown-app', 'forged-token-owa'],
  /** minutes; Microsoft takes an hour or more, which nobody waits for */
  latency: [1, 2] as const,
  /** seconds from the start: it has signed in already and is about to read, some minutes later */
  attackIn: -300,
} as const;

export function demoWorldOptions(now: Date): WorldOptions {
  const { people, users, days, attacks, latency, attackIn } = DEMO;
  return {
    // Another tenant each time: the records of two starts would share their ids but not their times.
    seed: `demo ${now.toISOString()}`,
    people,
    users,
    days,
    attacks: [...attacks],
    latency,
    attackAt: new Date(now.getTime() + attackIn * 1_000),
    now: () => new Date(),
  };
}
