import type { AccountFacts, Entry, WorkLevel } from "../../../domain/entities";
import { ServiceError } from "../../../domain/errors";
import type { EntryQuery } from "../../../domain/ports";
import type { Query } from "../../http/path";
import { wireId } from "./entry-form";
import { queryRange } from "./wire-time";

/** Kimai quietly answers with the caller's own records instead of refusing (§3.6); we refuse. */
function demandOthers(facts: AccountFacts): void {
  const reason = facts.refused["others_time.read"];
  if (reason)
    throw new ServiceError("forbidden", `Kimai does not show you other people's time: ${reason}.`, {
      next: "Ask for your own time, or ask the administrator of your Kimai for the right.",
    });
}

const listFilters: Partial<Record<WorkLevel, string>> = {
  customer: "customers[]",
  project: "projects[]",
  activity: "activities[]",
};

/** A query in Kimai's parameters, and what of it must be decided on the entries themselves. */
export function listQuery(
  asked: EntryQuery,
  facts: AccountFacts,
): { query: Query; keep: (entry: Entry) => boolean; exact: boolean } {
  const query: (readonly [string, string | number])[] = [];
  const range = queryRange(asked.from, asked.to, facts.zone);
  query.push(["begin", range.begin], ["end", range.end]);
  const people = asked.people === "me" || asked.people === "everyone" ? null : new Set(asked.people);
  const others = people ? [...people].some((id) => id !== facts.person.id) : asked.people === "everyone";
  if (others) demandOthers(facts);
  if (asked.people === "everyone") query.push(["user", "all"]);
  if (people && others) for (const id of people) query.push(["users[]", wireId(id, "a person")]);
  const { customer, project, activity } = asked.work ?? {};
  if (customer !== undefined) query.push(["customer", wireId(customer, "a customer")]);
  if (project !== undefined) query.push(["project", wireId(project, "a project")]);
  if (activity !== undefined) query.push(["activity", wireId(activity, "an activity")]);
  if (asked.anyWork) {
    const filter = listFilters[asked.anyWork.level];
    if (filter) for (const id of asked.anyWork.ids) query.push([filter, wireId(id, `a ${asked.anyWork.level}`)]);
  }
  for (const tag of asked.tags ?? []) query.push(["tags[]", tag]);
  if (asked.billable !== undefined) query.push(["billable", asked.billable ? 1 : 0]);
  if (asked.exported !== undefined) query.push(["exported", asked.exported ? 1 : 0]);
  if (asked.running !== undefined) query.push(["active", asked.running ? 1 : 0]);
  // The one time in a query that Kimai reads as UTC (§3.4).
  if (asked.changedSince !== undefined) query.push(["modified_after", asked.changedSince.slice(0, 19)]);
  const text = asked.text?.trim();
  // Kimai reads `field:value` as a search in custom fields and spaces as several words.
  const plain = text === undefined || text === "" || /^[\p{L}\p{N}]+$/u.test(text);
  if (text && plain) query.push(["term", text]);
  const folded = text?.toLocaleLowerCase();
  // Kimai returns entries that have any of the tags; the filter means all of them.
  const tags = (asked.tags ?? []).map((tag) => tag.toLocaleLowerCase());
  const tagged = (entry: Entry) => {
    const own = new Set(entry.tags.map((tag) => tag.toLocaleLowerCase()));
    return tags.every((tag) => own.has(tag));
  };
  return {
    query,
    exact: range.exact && !text && tags.length < 2,
    keep: (entry) =>
      entry.begin >= asked.from &&
      entry.begin < asked.to &&
      (people === null || people.has(entry.person?.id ?? "")) &&
      (tags.length < 2 || tagged(entry)) &&
      (!folded || entry.text.toLocaleLowerCase().includes(folded)),
  };
}
