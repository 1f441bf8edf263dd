import { flag, only, text, texts, values } from "./schema";

/** What time is booked on: the same words in every tool that books. */
export const workShape = {
  project: text("Name or #id"),
  activity: text("Name or #id"),
  customer: text("Name or #id"),
  subproject: only(["clockodo"], text("Name or #id")),
};

/** What an entry has: to record one, and to change one. */
export const entryShape = {
  day: text("`yesterday`, `mon`, `2026-11-19`"),
  from: text("`9:00`, ISO"),
  to: text("`11:30`, ISO"),
  duration: text("`1h30`, `90m`: instead of from or to"),
  break: only(["kimai", "clockodo"], text("Pause inside it: `30m`")),
  ...workShape,
  text: text("What was done; empty clears", 10_000),
  tags: texts("All tags"),
  billable: flag("Billable"),
  exported: flag("Mark exported, or not"),
  person: text("Whose: name or #id"),
  hourly_rate: only(["kimai", "clockodo"], text("Money; empty clears", 30)),
  fixed_rate: only(["kimai", "clockodo"], text("Of the whole entry", 30)),
  meta: only(["kimai"], values("Custom fields by name; null clears")),
};

/** How a call that writes many entries may go. */
export const writeShape = {
  dry_run: flag("Only show what would happen"),
  create_missing: flag("Make what is named and missing"),
};
