import { z } from "zod";
import type { AccountFacts, Ref } from "../../../domain/entities";
import { ServiceError, type ServiceErrorKind } from "../../../domain/errors";
import { dayOf, toInstant } from "../../../time/format";
import { nullWhere } from "../../shared/refusals";
import type { ClockodoClient } from "../client/client";
import { pathOf } from "../client/paths";
import { keepsBreaks } from "../entries/booking";
import type { Profile } from "../profile";
import * as wire from "../wire/account";
import { rightsRefused } from "./record-rights";

const lost: readonly ServiceErrorKind[] = [
  "forbidden",
  "not_found",
  "unsupported",
  "invalid",
  "unavailable",
  "not_this_product",
];

/** `null` where Clockodo refuses or has removed it; that there is no connection or no right key stays a failure. */
async function optional<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(lost, asked);
}

/**
 * Seconds to work per weekday. Who works by the company's hours has no row of their own (§2.12); monthly targets have no
 * weekdays.
 */
async function targetOf(
  client: ClockodoClient,
  user: wire.WireUser,
  company: wire.WireCompany | null,
  today: string,
): Promise<number[] | null> {
  const byCompany = company?.target_hours_default ? wire.secondsByDay(company.target_hours_default) : null;
  if (company?.module_target_hours === false) return null;
  if (user.default_target_hours === true) return byCompany;
  const query = [["users_id", user.id]] as const;
  const read = await optional(client.get(wire.targetRows, pathOf("targethours"), { query }));
  const now = read?.targethours.find(
    (row) => row.users_id === user.id && row.date_since <= today && (!row.date_until || row.date_until >= today),
  );
  const hours = wire.weekHours.safeParse(now);
  return now?.type === "weekly" && hours.success ? wire.secondsByDay(hours.data) : null;
}

const named = z.object({ data: z.object({ id: z.number(), name: z.string() }) });
async function teamsOf(client: ClockodoClient, { teams_id: id }: wire.WireUser): Promise<Ref[]> {
  if (id == null) return [];
  const team = await optional(client.get(named, pathOf("teams", id)));
  return [{ id: String(id), name: team?.data.name ?? `#${id}` }];
}

/** The modules that a company has switched on, by Clockodo's names without `module_`. */
function modulesOf(company: wire.WireCompany | null): Record<string, string> {
  const on = Object.entries(company ?? {}).filter(([name, value]) => name.startsWith("module_") && value === true);
  return Object.fromEntries(on.map(([name]) => [name.slice("module_".length), "on"]));
}

/**
 * Reads who the caller is and what this Clockodo lets them do. Settings of the company come from a deprecated call (§2.8);
 * without it they stay unknown: nothing is refused on suspicion, Clockodo then answers for itself.
 */
export async function readProfile(client: ClockodoClient, now: () => number): Promise<Profile> {
  const [{ data: user }, aggregate] = await Promise.all([
    client.get(wire.me, pathOf("users", "me")),
    optional(client.get(wire.aggregate, pathOf("aggregates", "users", "me"))),
  ]);
  const company = aggregate?.company ?? null;
  const zone = user.timezone ?? company?.timezone_default;
  if (!zone)
    throw new ServiceError("not_this_product", "Clockodo does not say in which time zone you are.", {
      next: "Set your time zone in Clockodo under Personal data.",
    });
  const [targetSeconds, teams, refused] = await Promise.all([
    targetOf(client, user, company, dayOf(toInstant(now()), zone)),
    teamsOf(client, user),
    rightsRefused(client, user, company),
  ]);
  const facts: AccountFacts = {
    service: "clockodo",
    person: { id: String(user.id), name: user.name, ...(user.email ? { email: user.email } : {}) },
    zone,
    // Clockodo knows Monday and Sunday.
    weekStartsOn: user.weekstart_monday === false ? 7 : 1,
    roles: user.role ? [user.role] : [],
    teams,
    targetSeconds,
    booking: {
      levels: ["customer", "project", "subproject", "activity"],
      required:
        company?.allow_entries_for_customers === false ? ["customer", "project", "activity"] : ["customer", "activity"],
      freeTimes: true,
      allowsFuture: true,
      allowsOverlap: company?.allow_entry_overlaps ?? true,
      runningLimit: 1,
    },
    fields: [
      ...(["text", "billable", "exported", "person", "rate", "begin", "end"] as const),
      ...(keepsBreaks(company) ? (["break"] as const) : []),
    ],
    refused,
    modules: modulesOf(company),
    clockSkew: client.clockSkew(),
  };
  return { facts, user, company };
}
