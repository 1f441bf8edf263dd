import type { AccessPolicy } from "#core/access/access-policy";
import { InputError } from "#core/domain/errors";
import { isCell } from "#core/domain/permission-cells";
import { withCallContext } from "#core/platform/call-context";
import { dayBounds } from "#core/time/aggregate";
import { daysBetween, makeDay } from "#core/time/civil";
import type { Caller } from "../caller";
import type { ToolCall } from "../tools/lib/define";
import { errorOf, errorText } from "../tools/lib/errors";
import type { Sheet } from "../tools/lib/size-limited-text";
import { absencesCalendar } from "./absences";
import { entriesCalendar, entriesCsv } from "./entries";
import type { Period } from "./period";
import { openCall } from "./read-call";
import { reportCsv } from "./report";
import type { ExportPlace } from "./templates";

/** Days of one file. */
const longest = 3 * 366;

function readDay(text: string): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const made = makeDay(Number(year), Number(month), Number(day));
  if (made === null)
    throw new InputError("time", "The address of a file has days like 2026-11-01.", {
      next: "Give the first and the last day, both included.",
    });
  return made;
}

async function periodOf({ first: from, last: to }: ExportPlace, call: ToolCall): Promise<Period> {
  const { zone } = await call.facts();
  const [first, last] = [readDay(from), readDay(to)];
  if (last < first) throw new InputError("time", "The period ends before it begins.");
  if (daysBetween(first, last) >= longest)
    throw new InputError("time", "A file holds three years at most.", { next: "Choose a shorter period." });
  return { first, last, from: dayBounds(first, zone).from, to: dayBounds(last, zone).to };
}

async function build(place: ExportPlace, call: ToolCall): Promise<Sheet> {
  const period = await periodOf(place, call);
  switch (place.kind) {
    case "entries.csv":
      return entriesCsv(period, call);
    case "entries.ics":
      return entriesCalendar(period, call);
    case "absences.ics":
      return absencesCalendar(period, call);
    case "report.csv":
      return reportCsv(period, place.by ?? "", call);
  }
}

/**
 * The text of one file, with its size. Nothing of it is kept.
 * @throws Error in words for the client; what nobody expected is in the log only
 */
export async function readExport(place: ExportPlace, policy: AccessPolicy, caller: Caller) {
  try {
    const call = await openCall(policy, place.tool, place.account, caller);
    const may = (cell: string) => isCell(cell) && call.level(cell) !== "off";
    const sheet = await withCallContext({ waits: () => undefined, may }, () => build(place, call));
    const { mimeType, rows, bytes } = sheet;
    return { mimeType, text: sheet.text(), _meta: { rows, bytes } };
  } catch (error) {
    const known = errorOf(error);
    if (known) throw new Error(errorText(known));
    const id = policy.options.log.write("unexpected", {
      resource: place.kind,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    throw new Error(`Something unexpected went wrong in Punchcard's server. The local log has it under ${id}.`);
  }
}
