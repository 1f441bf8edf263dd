import { flag, only, text, texts, values } from "./schema";

const name = "Name or #id";
const others = {
  services: ["kimai", "clockodo", "calamari"],
  cells: ["others_time.create", "others_time.update"],
} as const;

/** What time is booked on: the same words in every tool that books. */
export const workShape = {
  project: text(name),
  activity: text(name),
  customer: text(name),
  subproject: only({ services: ["clockodo"] }, text(name)),
};

/** What an entry has: to record one, and to change one. */
export const entryShape = {
  day: text("`yesterday`, `mon`, `2026-11-19`"),
  from: text("`9:00`, ISO"),
  to: text("`11:30`, ISO"),
  duration: text("`1h30`: instead of from or to"),
  break: only({ field: "break" }, text("Pause inside: `30m`")),
  ...workShape,
  text: text("Empty clears", 10_000),
  tags: texts("All tags"),
  billable: only({ field: "billable" }, flag("Billable")),
  exported: only({ field: "exported" }, flag("Mark exported, or not")),
  person: only(others, text(name)),
  hourly_rate: only({ field: "rate" }, text("Money; empty clears", 30)),
  fixed_rate: only({ field: "rate" }, text("Of the whole entry", 30)),
  meta: only({ field: "meta" }, values("Custom fields; null clears")),
};

/** How a call that writes many entries may go. */
export const writeShape = {
  dry_run: flag("Only preview"),
  create_missing: flag("Make what is missing"),
};
