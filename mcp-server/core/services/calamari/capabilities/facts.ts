import { z } from "zod";
import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { quote } from "../../../domain/quote";
import type { Asked, CalamariClient } from "../client/client";
import { type Endpoint, endpoints } from "../client/paths";
import { personOf, refOf, secondsOfWeek } from "../mapping/person";
import type { WireEmployee, WireWorkingWeek } from "../wire/person";
import { type Answers, type Reach, reachOf, refusedBy, type Tried, tried } from "./probe-rights";

/** The account's person as the company keeps them. */
export interface Own {
  /** null: the key lacks the scope of employees. */
  employee: WireEmployee | null;
  /** The person's schedule; null where it is not known. */
  week: WireWorkingWeek | null;
  /** What the two questions were answered with. */
  found: Tried<unknown>;
  weeks: Tried<WireWorkingWeek[]>;
}

/** Whether an operation answers at all: its rows are not looked at. */
const probe = (client: CalamariClient, endpoint: Endpoint, asked: Asked) =>
  tried(client.send({ ...endpoint, answer: z.array(z.unknown()) }, asked));

/** A day on which nobody has worked or been away: asks whether the key reads something without fetching any of it. */
const longAgo = { from: "2000-01-01", to: "2000-01-01" };

const unknownPerson = () =>
  new ServiceError("not_found", "Calamari does not know this person.", {
    next: "Check the e-mail address with which the person is kept in Calamari.",
  });

const somebodyElse = () =>
  new ServiceError("not_this_product", "Asked for one person, Calamari answers with somebody else.", {
    next: "Write the person in the settings as Calamari has them: e-mail address, login, or externalNumber: and the number.",
  });

/**
 * Whether the row is of the account's person: by the address or number by which the account names them.
 * @returns null: the row does not tell, or the account names a login, which no answer tells
 */
function isNamed(person: string, told: { email?: string | null; number?: string | null }): boolean | null {
  const number = /^externalNumber:(.+)$/i.exec(person)?.[1];
  const [wanted, has] = number === undefined ? [person, told.email] : [number, told.number];
  if (!has || (number === undefined && !person.includes("@"))) return null;
  return has.toLowerCase() === wanted.toLowerCase();
}

/**
 * Which of those found is the person: the one of that address or number; where the account names a login, the only one.
 * A search may find more than it was asked for.
 * @throws ServiceError `not_this_product` where it found only others
 */
function ownAmong(found: readonly WireEmployee[], person: string): WireEmployee | null {
  const judged = found.map((row) => ({ row, own: isNamed(person, { email: row.email, number: row.externalNumber }) }));
  const named = judged.find(({ own }) => own === true);
  if (named) return named.row;
  const isLogin = !person.includes("@") && !/^externalNumber:/i.test(person);
  if (isLogin && found.length === 1) return found[0] ?? null;
  // Of several for a login nobody knows which; the state of the clock, which is of one person, may tell.
  if (judged.some(({ own }) => own === false)) throw somebodyElse();
  return null;
}

/**
 * The person as the company keeps them, and their schedule.
 * @throws ServiceError `not_this_product` where the answer names somebody else
 */
export async function readOwn(client: CalamariClient): Promise<Own> {
  const [found, weeks] = await Promise.all([
    tried(client.send(endpoints.searchEmployees, { about: { as: "employee" } })),
    tried(client.send(endpoints.workingWeeks, { about: "nobody" })),
  ]);
  const employee = found.value && ownAmong(found.value.employees, client.person);
  const week = weeks.value?.find(({ id }) => id === Number(employee?.workingWeek?.id)) ?? null;
  return { employee, week, found, weeks };
}

/**
 * Whether anything shows that Calamari knows the person: it refuses a stranger wherever it names that code
 * (calamari-api.md §2.1, §2.3, §2.5–2.7). Where nothing else was open, two more operations are tried.
 * @throws ServiceError `not_found` where the search found nobody, and nothing else speaks for the person
 */
async function isConfirmed(
  client: CalamariClient,
  { employee, found }: Own,
  proofs: Tried<unknown>[],
): Promise<boolean> {
  if (employee || proofs.some(({ value }) => value !== null)) return true;
  const employeeOf = { as: "employee" } as const;
  const more = await Promise.all([
    probe(client, endpoints.holidays, { about: employeeOf, body: longAgo }),
    probe(client, endpoints.balances, { about: employeeOf, body: { date: new Date().toISOString().slice(0, 10) } }),
  ]);
  if (more.some(({ value }) => value !== null)) return true;
  if (found.value) throw unknownPerson();
  return false;
}

/**
 * Who the person is, and what the key can do for them: seven requests, of which two have brought `own`. Zone
 * (calamari-api.md §2.8): the person's own, where the key reads employees; else this computer's, which is what Calamari's
 * terminals take (§1.3).
 * @throws ServiceError `not_found` where Calamari does not know the person
 */
export async function readFacts(client: CalamariClient, own: Own): Promise<{ facts: AccountFacts; reach: Reach }> {
  const person = { as: "person" } as const;
  const { employee, week, found, weeks } = own;
  const [shifts, terminal, projects, requests, types, status] = await Promise.all([
    probe(client, endpoints.findShifts, { about: { as: "employees" }, body: longAgo }),
    probe(client, endpoints.breakTypesOfPerson, { about: person }),
    probe(client, endpoints.projectsOfPerson, { about: person }),
    probe(client, endpoints.absencesOfOne, { about: { as: "employee" }, body: longAgo }),
    probe(client, endpoints.absenceTypes, { about: "nobody" }),
    // Only for the name, where the key does not read employees.
    employee ? null : tried(client.send(endpoints.status, { about: person })),
  ]);
  const seen = status?.value?.person;
  if (seen && isNamed(client.person, { email: seen.email, number: seen.externalId }) === false) throw somebodyElse();
  const known = employee ?? seen;
  const email = known?.email ?? (client.person.includes("@") ? client.person : undefined);
  const answers: Answers = { shifts, terminal, projects, requests, types, found, weeks };
  // A missing scope is 403; where no operation is there at all, what answers is no company's Calamari.
  if (Object.values(answers).every(({ value, ...not }) => value === null && "as" in not && not.as === "absent"))
    throw new ServiceError("unsupported", "At this address there is no Calamari of a company.", {
      next: "Copy the address from Calamari: Configuration, Integrations, API.",
    });
  const confirmed = await isConfirmed(client, own, [shifts, terminal, requests, ...(status ? [status] : [])]);
  const reach = reachOf(answers);
  const id = (email ?? client.person).toLowerCase();
  const self = {
    id,
    name: known ? personOf({ ...known, email: id }).name : client.person,
    ...(email ? { email } : {}),
  };
  const facts: AccountFacts = {
    service: "calamari",
    person: self,
    zone: employee?.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone,
    weekStartsOn: 1,
    roles: [...(employee?.admin ? ["admin"] : []), ...(employee?.position ? [employee.position.name] : [])],
    teams: (employee?.teams ?? []).map(refOf),
    ...(employee?.directManager?.email && {
      supervisor: { id: employee.directManager.email.toLowerCase(), name: employee.directManager.email },
    }),
    targetSeconds: week ? secondsOfWeek(week) : null,
    booking: {
      levels: projects.value ? ["project"] : [],
      required: [],
      freeTimes: true,
      allowsFuture: true,
      // Calamari itself keeps whatever it is sent (§2.3); doubled shifts are never meant.
      allowsOverlap: false,
      placesBreaks: true,
      runningLimit: 1,
    },
    fields: ["text", "break", "begin", "end", "person"],
    refused: refusedBy(answers),
    modules: reach.modules,
    notes: [
      ...(confirmed
        ? []
        : [
            `Nothing that this API key reads shows whether Calamari knows ${client.person}: check that it is written as Calamari has it.`,
          ]),
      `The API key could act for the whole company; Punchcard keeps it to ${quote(self.name, 80)}, and to others only where this account's permissions include them (Manage).`,
      ...reach.lacks,
    ],
    clockSkew: client.clockSkew(),
  };
  return { facts, reach };
}
