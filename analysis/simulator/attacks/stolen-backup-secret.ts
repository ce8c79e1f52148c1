/** The backup application's secret in other hands: the right caller, from the wrong network, at the wrong time. */
import type { Attack } from '../attack.ts';
import { appTokens, graphAppOnly, servicePrincipal } from '../clients/graph.ts';
import { DAY, HOUR } from '../time.ts';

export const attack: Attack = {
  title: 'A known application reads every mailbox from a network it never used',
  severity: 'high',
  play(stage) {
    const { random, trace } = stage;
    const app = random.guid();
    const actor = servicePrincipal(app, random.guid());
    const own = { tokens: appTokens(app, stage.from, random.fork('own')), ip: stage.addresses.vendor(5) };
    const watched = stage.people.slice(0, Math.max(1, Math.ceil(stage.people.length / 3)));
    const archiver = graphAppOnly(app, { actor, ...own });
    // Before: a journal archiver that looks at a third of the company every night, as agreed.
    for (let day = stage.from; day < stage.to; day += DAY) {
      let at = day + 3.2 * HOUR;
      for (const { mailbox } of watched) at = stage.readBack(at, mailbox, archiver, 5, [1, 3], 4);
    }
    const start = stage.workday(0.68) + 13 * HOUR;
    const tokens = appTokens(app, start, random.fork('stolen'));
    const via = graphAppOnly(app, { actor, tokens, ip: stage.foreignAddress(), attack: trace });
    let time = start;
    for (const { mailbox } of stage.people.slice(0, 40)) {
      time = stage.readBack(time, mailbox, via, 15, [1, 4]);
    }
  },
};
