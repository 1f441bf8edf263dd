import { z } from "zod";
import { ServiceError } from "../../../domain/errors";
import type { Segment } from "../../http/path";
import { orFailed } from "../../shared/refusals";
import type { ClockodoClient } from "../client/client";
import { pathOf } from "../client/paths";
import type { WireCompany, WireUser } from "../wire/account";
import { type WireWorkRights, workRights } from "../wire/people";

const writesOf = (...kinds: string[]) =>
  kinds.flatMap((kind) => ["create", "update", "delete"].map((action) => `${kind}.${action}`));
const allOf = (...kinds: string[]) => [...kinds.map((kind) => `${kind}.read`), ...writesOf(...kinds)];

/** Permission cells that need a module of the company. */
const modules = [
  [
    "module_absence",
    "the absence module is switched off in your Clockodo",
    [...allOf("absence", "others_absence", "leave_account"), "absence.decide"],
  ],
  ["module_target_hours", "the module for target hours is switched off in your Clockodo", allOf("target_hours")],
  ["module_user_reports", "the module for user reports is switched off in your Clockodo", ["user_report.read"]],
  ["module_work_time", "the work time module is switched off in your Clockodo", allOf("work_time")],
] as const;

/** What is off for everybody, by permission cell. */
const modulesRefused = (company: WireCompany | null): Record<string, string> =>
  Object.fromEntries(
    modules.flatMap(([module, reason, cells]) =>
      company?.[module] === false ? cells.map((cell) => [cell, reason]) : [],
    ),
  );

/** A person as far as lists show others: what rights hide is absent (clockodo-api.md §5). */
const other = z.object({ id: z.number(), role: z.string().nullish(), email: z.string().nullish() });
/** A thing with a note, which only those see who may administer it (§2.5, §2.7). */
const noted = z.looseObject({ id: z.number() });

/** What Clockodo says when asked; null: it does not say, so nothing is refused for it. */
const answered = async <T>(asked: Promise<T>): Promise<T | null> => {
  const read = await orFailed(asked.then((value) => ({ value })));
  return "failed" in read ? null : read.value;
};

/** `false`: refused to this caller; null: not sure. */
async function isOpen(client: ClockodoClient, path: readonly Segment[]): Promise<boolean | null> {
  try {
    await client.get(z.unknown(), path);
    return true;
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind === "unauthorized") throw error;
    return error.kind === "forbidden" ? false : null;
  }
}

const nobody = (held: WireWorkRights[keyof WireWorkRights]): boolean =>
  held === false || (typeof held === "object" && held !== null && Object.keys(held).length === 0);

/**
 * What Clockodo refuses this caller, by permission cell, with the reason in words. No call tells it (§5): administrators
 * may everything; of others it is seen by scopes, by their own access, and by members that rights hide. What is not sure
 * stays open, Clockodo then answers for itself.
 */
export async function rightsRefused(
  client: ClockodoClient,
  user: WireUser,
  company: WireCompany | null,
): Promise<Record<string, string>> {
  const refused: Record<string, string> = {};
  const refuse = (why: string, ...cells: string[]) => {
    for (const cell of cells) refused[cell] = why;
  };
  const list = async <T>(
    row: z.ZodType<T>,
    path: readonly Segment[],
    more: readonly (readonly [string, string])[] = [],
  ) => {
    const query = [...more, ["items_per_page", 2] as const];
    return (await answered(client.get(z.object({ data: z.array(row) }), path, { query })))?.data ?? null;
  };
  const right = "your Clockodo rights do not include";

  if (user.role !== "owner") {
    const decides = user.can_generally_manage_absences === true || company?.module_absence === false;
    const [managed, people, access, groups, plan, rates, customers, services] = await Promise.all([
      decides ? null : list(other, pathOf("users"), [["scope", "manageAbsences"]]),
      list(other, pathOf("users")),
      answered(client.get(workRights, pathOf("users", user.id, "access", "customers-projects"))),
      isOpen(client, pathOf("accessGroups")),
      isOpen(client, pathOf("subscription")),
      isOpen(client, pathOf("rates")),
      list(noted, pathOf("customers")),
      list(noted, pathOf("services")),
    ]);
    const others = people?.filter(({ id }) => id !== user.id) ?? [];
    if (managed?.every(({ id }) => id === user.id)) {
      refuse(`${right} decisions on absences`, "absence.decide");
      refuse(`${right} to write other people's absences`, ...writesOf("others_absence"));
    }
    if (others.length > 0 && others.every(({ role, email }) => role === undefined && email === undefined))
      refuse(`${right} to manage people and teams`, "person.create", "person.delete", ...writesOf("team"));
    if (nobody(access?.report)) refuse(`${right} other people's time`, "others_time.read");
    if (nobody(access?.edit)) refuse(`${right} to change other people's time`, ...writesOf("others_time"));
    if (groups === false) refuse(`${right} to manage access`, ...writesOf("access"));
    if (plan === false) refuse(`${right} the subscription`, "subscription.read");
    if (rates === false) refuse(`${right} hourly rates`, "rate.read", ...writesOf("rate"));
    const hides = (rows: Record<string, unknown>[] | null) =>
      rows !== null && rows.length > 0 && rows.every((row) => row.note === undefined);
    if (hides(customers)) {
      const why = `${right} to manage customers and projects`;
      refuse(why, "customer.update", "customer.delete", "project.update", "project.delete", ...writesOf("subproject"));
      // Making new ones can be allowed by itself.
      if (user.can_add_customers === false) refuse(why, "customer.create", "project.create");
    }
    if (hides(services)) refuse(`${right} to manage services`, ...writesOf("activity", "lump_sum_service"));
  }
  return { ...refused, ...modulesRefused(company) };
}
