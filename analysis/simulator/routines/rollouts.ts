/**
 * Days on which a company changes: its office moves to another line, a team gets a new application, phones are handed
 * out, people move house. Much is new at once, and nobody attacks. Only in tenants that ask for it.
 */
import { GRAPH, graphDelegated, servicePrincipal } from '../clients/graph.ts';
import type { Deed } from '../deed.ts';
import { directoryChange } from '../operations.ts';
import type { Person } from '../people.ts';
import type { Company, Routine } from '../routine.ts';
import { DAY, HOUR, isWeekend, SECOND } from '../time.ts';
import { Tokens } from '../via.ts';

const SMALLEST_COMPANY = 8;

export const routine: Routine = {
  begin(company) {
    const { people, random, from, to } = company;
    if (!company.rollouts || people.length < SMALLEST_COMPANY) return undefined;
    const days = (to - from) / DAY;
    const someDay = (name: string) =>
      from + random.fork(name).int(2, Math.max(2, Math.ceil(days * 0.6))) * DAY;
    const changes: ((day: number) => Deed[])[] = [];
    if (random.chance(0.5)) changes.push(newLine(company, someDay('line')));
    if (random.chance(0.6)) changes.push(newApplication(company, someDay('application')));
    if (random.chance(0.5)) changes.push(handOutPhones(company, someDay('phones')));
    const movers = random.sample(people, Math.ceil(people.length / 15));
    for (const person of movers) changes.push(moveHouse(company, person, someDay(`house ${person.index}`)));
    return (day) => changes.flatMap((change) => change(day));
  },
};

/** From that morning on everybody in one time zone's office comes from another address. */
function newLine(company: Company, start: number): (day: number) => Deed[] {
  const zone = company.people[0]?.timeZone ?? 'Europe/Berlin';
  const moved = company.addresses.home(999, zone, company.random.fork('uplink'));
  const there = company.people.filter(({ timeZone }) => timeZone === zone);
  for (const { mailbox } of there)
    company.harmless('works at an office with a new line', mailbox, start, company.to);
  // Days are lived one after the other, people first: what is set at the end of one holds from the next.
  return (day) => {
    if (day === start - DAY) for (const person of there) person.office = { ...moved, kind: 'office' };
    return [];
  };
}

/** Consented to for everybody by an administrator at work; a team's people use it from the next days on. */
function newApplication(company: Company, start: number): (day: number) => Deed[] {
  const { people, random } = company;
  const app = random.guid();
  const admin = random.pick(people);
  const principal = servicePrincipal(app, random.guid());
  const users = random.sample(people, Math.ceil(people.length / 5)).map((person) => {
    const id = random.guid();
    const fixed = { AADSessionId: id, APIId: GRAPH, ClientAppId: app };
    const begins = start + random.int(0, 3) * DAY;
    company.harmless('begins to use a newly introduced application', person.mailbox, begins, company.to);
    return { person, begins, session: { id, tokens: new Tokens(random.fork(id), begins, fixed) } };
  });
  return (day) => {
    const today = company.randomOn(day);
    const deeds: Deed[] = [];
    if (day === start) {
      const at = day + 6.5 * HOUR;
      const target = { id: principal.upn, name: 'Meeting Notes', type: 'ServicePrincipal' };
      const doer = company.doer(admin.actor, admin.office.address(today), at, today);
      const scope = `[] => [[Id: x, ClientId: ${app}, ConsentType: AllPrincipals, Scope: Mail.Read User.Read]]`;
      const record = directoryChange(doer, 'Consent to application.', target, [
        { Name: 'ConsentContext.IsAdminConsent', OldValue: '', NewValue: 'True' },
        { Name: 'ConsentAction.Permissions', OldValue: '', NewValue: scope },
      ]);
      deeds.push({ kind: 'other', at, record });
    }
    if (isWeekend(day)) return deeds;
    for (const { person, begins, session } of users) {
      if (day < begins) continue;
      const via = graphDelegated(app, { actor: person.actor, session, ip: company.addresses.vendor(8) });
      for (const hour of [8, 12, 15]) {
        const at = day + hour * HOUR + today.int(0, 3_000) * SECOND;
        const newest = person.mailbox.latest(at);
        for (let n = today.around(1.5); n > 0; n--) {
          const message = Math.max(0, newest - n);
          deeds.push({ kind: 'bind', at: at + n * SECOND, mailbox: person.mailbox, via, message });
        }
      }
    }
    return deeds;
  };
}

/** Whoever had none gets a phone, all on one day. */
function handOutPhones(company: Company, start: number): (day: number) => Deed[] {
  const without = company.people.filter(({ phone }) => phone === 'none');
  for (const { mailbox } of without) {
    company.harmless('gets a phone of the company', mailbox, start, company.to);
  }
  return (day) => {
    if (day === start - DAY) for (const person of without) person.phone = 'outlook-ios';
    return [];
  };
}

/** From that day on at home behind another line, maybe of another provider. */
function moveHouse(company: Company, person: Person, start: number): (day: number) => Deed[] {
  const home = company.addresses.home(
    500 + person.index,
    person.timeZone,
    company.random.fork(`home ${person.index}`),
  );
  company.harmless('moves house', person.mailbox, start, company.to);
  return (day) => {
    if (day === start - DAY) person.home = home;
    return [];
  };
}
