import type { Service } from "../../domain/ports";
import { orFailed } from "../shared/refusals";
import { ifAllowed } from "./capabilities/require-capability";
import type { Clockodo } from "./context";
import { planValues, readSubscription } from "./records/subscription";
import { weekdays } from "./wire/account";

const notReadable =
  "Clockodo has removed the one call that tells them: what is allowed shows only in what it makes of an entry.";

/** What Clockodo lets one user send (clockodo-api.md §1.4), told because a large report can be held back by it. */
const limits = {
  requests: "900 in 1 min, 2,250 in 15 min, 4,500 in 1 h, 20,000 in a day, per person",
  sums_of_entries: "10 in 1 min",
  entries_with_names: "300 in 15 min",
};

/** How this Clockodo is set up, each part with the reason where it cannot be read. */
export function createSettings(clockodo: Clockodo): NonNullable<Service["settings"]> {
  const plan = (signal?: AbortSignal): Promise<Record<string, unknown>> =>
    orFailed(readSubscription(clockodo, { signal }).then(planValues));

  /** What new time is booked on by default, by name where the caller sees it. */
  async function named(list: "customers" | "services", id: number | null | undefined, signal?: AbortSignal) {
    if (id == null) return null;
    const known: readonly { id: number; name: string }[] | null = await ifAllowed(clockodo.lists[list].get({ signal }));
    return { id: String(id), name: known?.find((each) => each.id === id)?.name ?? `#${id}` };
  }

  return async (call) => {
    const signal = call?.signal;
    const { user, company } = await clockodo.profile.get({ signal });
    const [subscription, customer, activity] = await Promise.all([
      plan(signal),
      named("customers", company?.default_customers_id, signal),
      named("services", company?.default_services_id, signal),
    ]);
    const modules = Object.entries(company ?? {}).filter(([name]) => name.startsWith("module_"));
    const names = (on: boolean) =>
      modules.filter(([, value]) => value === on).map(([name]) => name.slice("module_".length));
    const { target_hours_default: hours } = company ?? {};
    return {
      company: company
        ? {
            name: company.name,
            currency: company.currency,
            zone: company.timezone_default,
            default_customer: customer,
            default_activity: activity,
            project_needed: company.allow_entries_for_customers === false,
            overlaps: company.allow_entry_overlaps,
            texts_of_several_lines: company.allow_entries_text_multiline,
            duration_follows_times: company.force_linked_entry_times,
            leave_days: company.holidays_count_default,
            absences_reduce_target: company.absence_reduces_target_hours,
            forced_breaks: ["off", "full", "floating"][company.worktime_force_breaks ?? -1],
            target_hours: hours ? weekdays.map((day) => hours[day]) : null,
          }
        : { failed: notReadable },
      modules: company ? { on: names(true), off: names(false) } : { failed: notReadable },
      plan: subscription,
      personal: {
        language: user.language,
        edit_lock: user.edit_lock,
        edit_lock_days: user.edit_lock_dyn,
        work_time_edit_lock_days: user.work_time_edit_lock_days,
      },
      limits,
      clock_skew_seconds: clockodo.client.clockSkew() ?? null,
    };
  };
}
