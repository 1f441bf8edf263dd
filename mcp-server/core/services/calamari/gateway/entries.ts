import type { Call } from "../../../domain/call";
import type { Instant } from "../../../domain/entities";
import { InputError, ServiceError } from "../../../domain/errors";
import type { EntryDraft, TimePort } from "../../../domain/ports";
import { readClock } from "../../../time/civil";
import { clockOf, dayOf, toInstant } from "../../../time/format";
import type { GatewayContext } from "./context";
import { notThisWay } from "./facts";

const cannot = (what: string) => async () => {
  throw new ServiceError("unsupported", notThisWay(what), { next: "Look at the time sheet in Calamari's own app." });
};

/**
 * As the time sheet takes it: a day, and whole minutes of it by the person's clock (calamari-api.md §3.3).
 * `cut`: it ended at midnight, which is no minute of its own day.
 */
function rowOf({ begin, end, text }: EntryDraft, zone: string) {
  const date = dayOf(begin, zone);
  const [fromTime, until] = [clockOf(begin, zone), clockOf(end, zone)];
  if (!begin.endsWith(":00Z") || !end.endsWith(":00Z"))
    throw new InputError("time", "Calamari takes whole minutes this way.", { next: "Leave the seconds out." });
  for (const [instant, clock] of [
    [begin, fromTime],
    [end, until],
  ] as const) {
    const [hours = 0, minutes = 0] = clock.split(":").map(Number);
    if (readClock(dayOf(instant, zone), hours * 3600 + minutes * 60, zone).kind === "twice")
      throw new InputError("time", `${clock} comes twice that night, and Calamari cannot be told which this way.`, {
        next: "Enter it in Calamari's own app.",
      });
  }
  const cut = dayOf(end, zone) !== date;
  if (cut && (until !== "00:00" || dayOf(before(end), zone) !== date))
    throw new InputError("time", "Calamari takes an entry of one day only this way.", {
      next: "Split it at midnight into two entries.",
    });
  return { row: { date, fromTime, toTime: cut ? "23:59" : until, description: text ?? "" }, cut };
}

const before = (instant: Instant): Instant => toInstant(Date.parse(instant) - 60_000);

export function createEntries({ gateway, profile, isOther, saveOnce }: GatewayContext): TimePort {
  const unreadable = cannot("read the time sheet");
  return {
    // biome-ignore lint/correctness/useYield: it is refused before there is anything to give
    async *list() {
      await unreadable();
    },
    get: unreadable,
    async create(draft, call) {
      if (await isOther(draft.personId, call))
        throw new ServiceError("forbidden", notThisWay("write the time of others"));
      if (draft.breakSeconds || draft.tags?.length || Object.keys(draft.work).length > 0)
        throw new InputError("argument", "Calamari takes begin, end and text this way, no project, break or tag.", {
          next: "Leave them out; split the entry around a break.",
        });
      const { row, cut } = rowOf(draft, (await profile.get(call)).facts.zone);
      // Days that are no working days are asked for by name here, so none is left out silently.
      const args = { entries: [row], skipNotEligibleDays: false };
      const taken = async (asked?: Call) =>
        (await gateway.call("checkTimesheetOverlap", args, asked)).includes(row.date);
      if (await taken(call)) {
        const message = `Calamari has time on ${row.date} that overlaps ${row.fromTime}–${row.toTime}.`;
        throw new ServiceError("conflict", message, { next: "Look at that day in Calamari, then give other times." });
      }
      const { value, notes } = await saveOnce(
        () => gateway.call("createTimesheetEntries", args, call),
        async () => ((await taken()) ? { mode: null } : null),
      );
      // The time sheet itself cannot be read this way; that it has time there now is all that can be seen.
      const shown = notes.length > 0 || value.mode !== "IMMEDIATE" ? true : await taken().catch(() => null);
      if (shown === false)
        throw new ServiceError("conflict", "Calamari answered that the entry is saved, but has no time there.", {
          saved: "unknown",
          next: "Look at that day in Calamari's own app.",
        });
      const { begin, text } = draft;
      const end = cut ? before(draft.end) : draft.end;
      const seconds = (Date.parse(end) - Date.parse(begin)) / 1000;
      const id = `${row.date}.${row.fromTime.replace(":", "")}`;
      return {
        entry: { id, work: {}, begin, end, seconds, breakSeconds: 0, text: text ?? "", tags: [] },
        notes: [
          ...notes,
          ...(shown === null ? ["Whether it is in the time sheet could not be looked at afterwards."] : []),
          ...(cut ? ["It ends at 23:59: Calamari takes no end at midnight this way."] : []),
          ...(value.mode === "CHANGE_REQUEST"
            ? ["It is not in the time sheet yet: in Calamari somebody has to approve it."]
            : []),
          ...(value.mode === null ? ["Calamari did not say whether somebody has to approve it first."] : []),
        ],
      };
    },
    update: cannot("change entries of the time sheet"),
    remove: cannot("delete entries of the time sheet"),
  };
}
