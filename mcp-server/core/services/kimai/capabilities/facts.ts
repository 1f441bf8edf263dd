import type { AccountFacts } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import { nullWhere } from "../../shared/refusals";
import type { KimaiClient } from "../client/client";
import * as wire from "../client/wire";
import { personRef, targetOf, weekStart } from "../mapping/entities";
import { entryFields } from "../mapping/entry-form";
import { noRight } from "../mapping/phrases";
import type { Lists } from "../work/lists";
import { recordRefusals } from "./record-rights";
import { askPlugins, pluginRefusals } from "./require-capability";

/** `null` where this Kimai refuses or lacks it; other failures stay failures. */
async function optional<T>(asked: Promise<T>): Promise<T | null> {
  return nullWhere(["forbidden", "not_found", "invalid"], asked);
}

/** Kimai closes its whole API to people without the permission `api_access` (§3.1). Without a status it was not asked. */
function apiClosed(error: unknown): never {
  if (!(error instanceof ServiceError) || error.kind !== "forbidden" || error.status === undefined) throw error;
  throw new ServiceError("forbidden", "Kimai does not let you use its API.", {
    requestId: error.requestId,
    detail: error.detail,
    next: "Ask the administrator of your Kimai for the permission api_access.",
  });
}

async function askVersion(client: KimaiClient) {
  try {
    return await client.get(wire.version, ["version"]);
  } catch (error) {
    if (!(error instanceof ServiceError) || error.kind !== "not_found") return apiClosed(error);
    throw new ServiceError("not_this_product", "There is no Kimai under this address.", {
      requestId: error.requestId,
      detail: error.detail,
      next: "Check the address, with its path, under which Kimai opens in the browser.",
    });
  }
}

/** Reads who the caller is and what this Kimai lets them do; nothing is assumed from the name of a role (§3.9). */
export async function readFacts(client: KimaiClient, lists: Lists): Promise<AccountFacts> {
  const [version, me, plugins] = await Promise.all([
    askVersion(client),
    client.get(wire.me, ["users", "me"]).catch(apiClosed),
    optional(client.get(wire.plugins, ["plugins"])),
  ]);
  const forms = {
    time: client.formFields("timesheets"),
    customer: client.formFields("customers"),
    project: client.formFields("projects"),
    activity: client.formFields("activities"),
  };
  const counts = Promise.all([optional(client.count([])), optional(client.count([["user", "all"]]))]);
  const memberships = me.memberships ?? [];
  const leads = (me.roles ?? []).some((each) => /TEAMLEAD|ADMIN/.test(each)) || memberships.some((m) => m.teamlead);
  // Kimai quietly answers "all" with the caller's own records where the right is missing; more than those proves it.
  const others = Promise.all([counts, forms.time]).then(
    ([[own, all], form]) => all !== null && ((own !== null && all > own) || leads || (form?.includes("user") ?? false)),
  );
  const caller = {
    username: me.username,
    version: version.version,
    teams: memberships.flatMap(({ team, teamlead }) => (team ? [{ id: team.id, lead: teamlead === true }] : [])),
    seesOthers: others,
    creates: forms,
  };
  const [answers, config, form, customers, projects, activities, tags, [own], seesOthers, records] = await Promise.all([
    askPlugins(client, plugins?.length, me.id),
    optional(client.get(wire.timesheetConfig, ["config", "timesheet"])),
    forms.time,
    forms.customer,
    forms.project,
    forms.activity,
    client.formFields("tags"),
    counts,
    others,
    recordRefusals(client, lists, caller),
  ]);
  const fields = entryFields(form ?? []);
  const refused: Record<string, string> = {};
  const refuse = (why: string, ...cells: string[]) => {
    for (const cell of cells) refused[cell] = why;
  };
  if (form === null) refuse(`${noRight} record time`, "timer.create", "time.create", "others_time.create");
  if (own === null) refuse(`${noRight} see time records`, "timer.read", "time.read");
  if (!seesOthers)
    refuse(`${noRight} see other people's time`, "others_time.read", "others_time.update", "others_time.delete");
  if (!fields.includes("person")) refuse(`${noRight} record time for other people`, "others_time.create");
  if (customers === null) refuse(`${noRight} create customers`, "customer.create");
  if (projects === null) refuse(`${noRight} create projects`, "project.create");
  if (activities === null) refuse(`${noRight} create activities`, "activity.create");
  if (tags === null) refuse(`${noRight} create tags`, "tag.create");
  Object.assign(refused, records, pluginRefusals(answers, seesOthers));
  const modules = Object.fromEntries((plugins ?? []).map((plugin) => [plugin.name, plugin.version]));
  const preferences = me.preferences ?? [];
  return {
    service: "kimai",
    person: { ...personRef(me), ...(me.email ? { email: me.email } : {}) },
    zone: me.timezone,
    weekStartsOn: weekStart(preferences),
    version: version.version,
    // A plain user's list is empty; the role is implied.
    roles: me.roles?.length ? me.roles : ["ROLE_USER"],
    ...(me.supervisor && { supervisor: personRef(me.supervisor) }),
    teams: (me.teams ?? []).map((team) => ({ id: String(team.id), name: team.name })),
    targetSeconds: targetOf(preferences),
    booking: {
      levels: ["customer", "project", "activity"],
      required: ["project", "activity"],
      freeTimes: fields.includes("begin"),
      allowsFuture: config?.isAllowFutureTimes ?? true,
      allowsOverlap: config?.isAllowOverlapping ?? true,
      runningLimit: Math.max(1, config?.activeEntriesHardLimit ?? 1),
    },
    fields: Object.keys(modules).some((name) => /^MetaFields?/i.test(name)) ? [...fields, "meta"] : fields,
    refused,
    modules,
    clockSkew: client.clockSkew(),
  };
}
