import { servicesWith } from "../../services/descriptors";
import { flag, only, plain, text, texts, values } from "./schema";

/** Ids are taken as well, as #id: the server's instructions say so once for all tools. */
const name = "Name";
/** Money and its bookkeeping are for those who may see rates at all. */
const money = ["rate.read"] as const;
const people = "me (default), everyone, names, team X";

/** What time is booked on: the same words in every tool that books. */
export const workShape = {
  project: text(name),
  activity: text(name),
  customer: text(name),
  subproject: only({ services: servicesWith("subprojects") }, text(name)),
};

/** What an entry has: to record one, and to change one. */
export const entryShape = {
  day: text("mon, 2026-11-19"),
  from: text("9:00"),
  to: text("11:30"),
  duration: text("1h30"),
  break: only({ field: "break" }, text("Pause, 30m")),
  project: plain(workShape.project),
  activity: plain(workShape.activity),
  customer: plain(workShape.customer),
  subproject: only({ services: servicesWith("subprojects") }, plain(workShape.subproject)),
  text: plain(text("Description", 10_000)),
  tags: texts("All"),
  billable: only({ field: "billable" }, plain(flag("Billable"))),
  exported: only({ field: "exported", cells: money }, flag("Mark")),
  person: only({ cells: ["others_time.create", "others_time.update"] }, plain(text(name))),
  hourly_rate: only({ field: "rate", cells: money }, text("Money; empty clears", 30)),
  fixed_rate: only({ field: "rate", cells: money }, text("Of the whole entry", 30)),
  meta: only({ field: "meta" }, values("Custom fields; null clears")),
};

/** Which entries to read. */
export const filterShape = {
  from: text("Or first day"),
  to: text("Last"),
  people: only({ cells: ["others_time.read"] }, texts(people)),
  customer: text(name),
  project: text(name),
  subproject: workShape.subproject,
  activity: text(name),
  tags: texts("All these"),
  text: text("In the description"),
  billable: flag("Only these or only others"),
};

/** What takes everything that fits, where the service does that in one go (`TimePort.bulk`). */
export const bulkByFilter = { services: servicesWith("bulk") };

/** Whose leave to read. */
export const leavePeople = only({ cells: ["others_absence.read"] }, texts("me (default), everyone, names"));

/** How a call that writes many entries may go. */
export const writeShape = {
  dry_run: flag("Only preview"),
  create_missing: flag("Make what is missing"),
};
