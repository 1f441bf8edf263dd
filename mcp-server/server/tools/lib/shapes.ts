import { servicesWith } from "#core/service-catalog/descriptors";
import { also, choice, count, flag, listing, only, text, texts, unclear, values } from "./schema";

/** Money and its bookkeeping are for those who may see rates at all. */
const money = ["rate.read"] as const;

/** Names of other programs, and of older versions of ours, for what a person writes about an entry. */
const described = ["text", "note", "notes", "comment"] as const;

const customers = { services: servicesWith("customers") };
const activities = { services: servicesWith("activities") };
export const subprojects = { services: servicesWith("subprojects") };
export const tagged = { services: servicesWith("tags") };
export const billing = { services: servicesWith("billing") };

/** All tags of an entry. */
export const tagsShape = only(tagged, texts("Tag names. New ones need create_missing"));

/** What time is booked on: the same words in every tool that books. */
export const workShape = {
  project: text("Project: its name, a clear part of it, or #id"),
  activity: only(activities, text("Activity (kind of work): name or #id")),
  customer: only(customers, text("Customer: name or #id. Needed only where two customers have a project of that name")),
  subproject: only(subprojects, text("Subproject: name or #id")),
};

export const descriptionShape = also(described, text("What is done, in the person's words", 10_000));
export const billableShape = only(
  { field: "billable" },
  flag("Whether it can be billed. Default: as the project or activity says"),
);

/** What people start again by its name. */
export const favorites = { cells: ["favourite.read"] } as const;

/** What an entry has: to record one, and to change one. */
export const entryShape = {
  day: also(["date"], text("Day on which it begins: 'yesterday', 'mon', '2026-11-19'. Default: today")),
  from: also(["start", "begin", "start_time"], text("Start: '9:00', '9am', 'yesterday 22:00'")),
  to: also(["end", "end_time", "until"], text("End: '11:30', 'now'")),
  duration: text("Length, in place of from or to: '1h30', '90m', '1:30'"),
  break: only({ field: "break" }, text("Unpaid pause within it: '30m', '12:00-12:30'. It does not count as work")),
  ...workShape,
  description: descriptionShape,
  tags: tagsShape,
  billable: billableShape,
  exported: only({ field: "exported" }, flag("Marks it as exported (billed)")),
  person: only(
    { cells: ["others_time.create", "others_time.update"] },
    text("Whose entry, if not your person's: name or #id"),
  ),
  hourly_rate: unclear(
    { rate: "A rate is hourly_rate, or fixed_rate for the whole entry." },
    only({ field: "rate", cells: money }, text("Rate an hour in the account's currency: '85.50'; '' clears it", 30)),
  ),
  fixed_rate: only({ field: "rate", cells: money }, text("Price of the whole entry: '340'; '' clears it", 30)),
  meta: only({ field: "meta" }, values("Custom fields by name; null clears one")),
};

/** Which entries to read. */
export const filterShape = {
  from: also(["start", "begin"], text("In place of period: first day or moment, '2026-11-01'")),
  to: also(["end", "until"], text("With from: last day (included) or moment. Default: today")),
  people: only(
    { cells: ["others_time.read"] },
    also(["person", "user", "users"], texts("Whose time: 'me' (default), 'everyone', names, 'team X'")),
  ),
  customer: only(customers, text("Only of this customer: name or #id")),
  project: text("Only on this project: name or #id"),
  subproject: only(subprojects, text("Only on this subproject: name or #id")),
  activity: only(activities, text("Only with this activity: name or #id")),
  tags: only(tagged, texts("Only entries that have all of these tags")),
  description: also(described, text("Only entries with this text in their description. '': only those without one")),
  billable: only(billing, flag("true: only billable ones; false: only others. Default: both")),
  exported: only(billing, flag("true: only exported ones; false: only others. Default: both")),
};

/** A period in words. @param usual what is taken where none is given */
export const periodShape = (usual: string) =>
  also(["day", "date", "when"], text(`'today', 'last week', 'mon-wed', '2026-11', '1-15 nov'. Default: ${usual}`));

/** @param what is counted */
export const limitShape = (what: string, most = 500) =>
  also(["max"], count(`${what} at most, up to ${most}. Default: 25; how many are left out is told`, most));
export const cursorShape = text("`next` of the former answer, to read on", 500);
export const exportShape = choice(
  ["csv", "file"],
  "All rows as CSV. csv: in the answer, up to 64 kB, and as a resource; file: saved on this computer, after a yes",
);
export const detailShape = choice(["short", "full"], "short (default): one line each; full: every field");

/** What takes everything that fits, where the service does that in one go (`TimePort.bulk`). */
export const bulkByFilter = { services: servicesWith("bulk") };

/** Whose leave to read. */
export const leavePeople = only(
  { cells: ["others_absence.read"] },
  also(["person", "user", "users"], texts("Whose leave: 'me' (default), 'everyone', names")),
);

/** How a call that writes many entries may go. */
export const writeShape = {
  dry_run: flag("true: only show what would be saved; nothing is sent"),
  create_missing: listing(flag("true: create a {} that is not there. Default: an error"), [
    ["customer", customers],
    "project",
    ["activity", activities],
    ["tag", tagged],
  ]),
};
