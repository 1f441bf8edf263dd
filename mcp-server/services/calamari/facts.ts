import { z } from "zod";
import type { AccountFacts } from "../../domain/entities";
import { ServiceError, type ServiceErrorKind } from "../../domain/errors";
import type { CalamariClient } from "./client";
import type { Profile } from "./context";
import { personOf, secondsOfWeek } from "./mapping/person";
import { endpoints } from "./paths";
import { refusedBy } from "./rights";
import * as wire from "./wire/person";

const closed: readonly ServiceErrorKind[] = ["forbidden", "unsupported"];

/** The answer, or why the key or the company has it not; that Calamari cannot be reached or the key is wrong stays a failure. */
export type Tried<T> = { value: T; why?: undefined } | { value: null; why: string };
async function tried<T>(asked: Promise<T>): Promise<Tried<T>> {
  try {
    return { value: await asked };
  } catch (error) {
    if (error instanceof ServiceError && closed.includes(error.kind)) return { value: null, why: error.message };
    throw error;
  }
}

const anything = z.array(z.unknown());

/** A day on which nobody has worked: asks whether the key reads the time sheet without fetching one. */
const longAgo = "2000-01-01";

/**
 * Who the person is, and what the key can do for them. Zone (calamari-api.md §2.8): the person's own, where the key reads
 * employees; else this computer's, which is what Calamari's terminals take (§1.3).
 * @throws ServiceError `not_found` where Calamari does not know the person
 */
export async function readProfile(client: CalamariClient): Promise<Profile> {
  const own = { as: "person" } as const;
  const [status, found, shifts, types, weeks, projects] = await Promise.all([
    tried(client.send(wire.currentStatus, endpoints.status, { about: own })),
    tried(client.send(wire.employeePage, endpoints.searchEmployees, { about: { as: "employee" } })),
    tried(
      client.send(anything, endpoints.findShifts, {
        about: { as: "employees" },
        body: { from: longAgo, to: longAgo },
      }),
    ),
    tried(client.send(anything, endpoints.absenceTypes, { about: "nobody" })),
    tried(client.send(z.array(wire.workingWeek), endpoints.workingWeeks, { about: "nobody" })),
    tried(client.send(anything, endpoints.projectsOfPerson, { about: own })),
  ]);
  const employee = found.value?.employees[0] ?? null;
  const known = employee ?? status.value?.person;
  const email = known?.email ?? (client.person.includes("@") ? client.person : undefined);
  const week = weeks.value?.find(({ id }) => id === Number(employee?.workingWeek?.id)) ?? null;
  const refused = refusedBy({ status, found, shifts, types, weeks, projects });
  const facts: AccountFacts = {
    service: "calamari",
    person: known
      ? { ...personOf({ ...known, email }), ...(email ? { email } : {}) }
      : { id: client.person.toLowerCase(), name: client.person, ...(email ? { email } : {}) },
    zone: employee?.timezone || Intl.DateTimeFormat().resolvedOptions().timeZone,
    weekStartsOn: 1,
    roles: [...(employee?.admin ? ["admin"] : []), ...(employee?.position ? [employee.position.name] : [])],
    teams: (employee?.teams ?? []).map(({ id, name }) => ({ id: String(id), name })),
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
      runningLimit: 1,
    },
    fields: ["text", "break", "begin", "end", "person"],
    refused,
    modules: {
      ...(shifts.value && { "Time & Attendance": "on" }),
      ...(types.value && { "Time Off": "on" }),
    },
    clockSkew: client.clockSkew(),
  };
  return { facts, employee, week };
}
