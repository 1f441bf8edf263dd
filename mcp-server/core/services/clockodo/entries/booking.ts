import type { Call } from "../../../domain/call";
import type { WorkIds } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryDetails } from "../../../domain/ports";
import { quote } from "../../../domain/quote";
import { reworded } from "../../../domain/reworded";
import type { Clockodo } from "../context";
import { wireId } from "../mapping/ids";
import type { Booked } from "../mapping/levels";
import type { WireCompany } from "../wire/account";

const needs = (message: string, next = "Name one; find_work lists them.") =>
  new InputError("argument", message, { next });

/**
 * Clockodo wants the customer beside the project, and the project beside the subproject: what was not said is looked up.
 * @param service false: a lump-sum service stands in its place, so none is needed
 * @throws InputError for a level that is missing, before anything is sent
 */
export async function bookedOn(clockodo: Clockodo, work: WorkIds, call?: Call, service = true): Promise<Booked> {
  const { lists } = clockodo;
  const signal = call?.signal;
  const subproject = work.subproject === undefined ? null : wireId(work.subproject, "a subproject");
  let project = work.project === undefined ? null : wireId(work.project, "a project");
  let customer = work.customer === undefined ? null : wireId(work.customer, "a customer");
  if (subproject !== null && project === null)
    project = (await lists.subprojects.get({ signal })).find(({ id }) => id === subproject)?.projects_id ?? null;
  if (project !== null && customer === null)
    customer = (await lists.projects.get({ signal })).find(({ id }) => id === project)?.customers_id ?? null;
  if (customer === null) throw needs("Clockodo needs a customer, or a project of one.");
  const { facts, company } = await clockodo.profile.get({ signal });
  if (project === null && facts.booking.required.includes("project"))
    throw needs("Your company's Clockodo takes time only on projects: name one.");
  if (service && work.activity === undefined) {
    const usual = company?.default_services_id;
    const name = usual && (await lists.services.get({ signal })).find(({ id, active }) => id === usual && active)?.name;
    throw needs(
      "Clockodo needs an activity, which it calls a service.",
      `Name one; find_work lists them.${name ? ` Your company's usual one is "${quote(name, 80)}".` : ""}`,
    );
  }
  return {
    customers_id: customer,
    projects_id: project,
    subprojects_id: subproject,
    services_id: work.activity === undefined ? null : wireId(work.activity, "an activity"),
  };
}

/** A new entry says nothing of what it is not booked on. */
export const onlyGiven = (body: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null && value !== undefined));

/** Whether time on this is billable where nobody said: the most particular thing that it is booked on decides (§2.1). */
export async function usualBillable(clockodo: Clockodo, on: Booked, call?: Call): Promise<boolean | undefined> {
  const { lists } = clockodo;
  const signal = call?.signal;
  const steps = [
    [lists.subprojects, on.subprojects_id],
    [lists.projects, on.projects_id],
    [lists.customers, on.customers_id],
  ] as const;
  for (const [list, wanted] of steps) {
    if (wanted === null) continue;
    const rows: readonly { id: number; billable_default?: boolean | null }[] = await list.get({ signal });
    const told = rows.find(({ id }) => id === wanted)?.billable_default;
    if (told != null) return told;
  }
  return undefined;
}

/** Breaks inside an entry exist only where its length need not be the time between begin and end (§2.2). */
export const keepsBreaks = (company: WireCompany | null) => company?.force_linked_entry_times === false;

const unsupported = (field: string, message: string, next: string) =>
  new ServiceError("unsupported", message, { fields: { [field]: message }, next });

/** What Clockodo has no place for is refused before anything is sent. @throws ServiceError `unsupported` */
export function checkDetails({ tags, meta, breakSeconds }: EntryDetails, company: WireCompany | null): void {
  if (tags && tags.length > 0) throw unsupported("tags", "Clockodo has no tags.", "Put it in the text.");
  if (meta && Object.keys(meta).length > 0)
    throw unsupported("meta", "Clockodo's entries have no custom fields.", "Put it in the text.");
  if (breakSeconds && !keepsBreaks(company))
    throw unsupported(
      "break",
      "Clockodo keeps no breaks inside an entry.",
      "Log the time before and after the break as two entries.",
    );
}

/** Clockodo tells overlaps in words only; where they are forbidden it is another entry that is in the way. */
export function collision(error: unknown): unknown {
  if (!(error instanceof ServiceError) || error.kind !== "invalid" || !/overlap/i.test(error.message)) return error;
  return reworded(error, error.message, {
    kind: "conflict",
    next: "Look which entry is already there, and choose another time.",
  });
}
