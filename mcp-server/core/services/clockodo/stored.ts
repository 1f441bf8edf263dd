import type { EntryPatch } from "../../domain/ports";
import type { Meant, Storing, TakeBack } from "../shared/stored-as-meant";
import { type Body, isRunning } from "./entries/entry-body";
import type { EntryWriter } from "./entries/write-entry";
import type { WireEntry } from "./wire/entry";

/** Clockodo keeps the seconds that it is given; it rounds in reports only (clockodo-api.md §2.2, §2.3). */
export const storingIn = (zone: string): Storing => ({ product: "Clockodo", zone });

/** What a draft or patch means; a lump sum has no end of its own. */
export const meantBy = ({ work, begin, end, breakSeconds, personId, billable, exported, text }: EntryPatch): Meant => ({
  ...(begin !== undefined && { begin }),
  ...(end !== undefined && { end }),
  ...(breakSeconds !== undefined && { breakSeconds }),
  ...(work && { work }),
  ...(personId !== undefined && { personId }),
  ...(exported ? { billable: true, exported } : billable !== undefined && { billable }),
  ...(text !== undefined && { text }),
});

/** Takes back a new entry. @param stays Clockodo ended other work for it, which would stay ended; or it may not be ours */
export const deletion = (writer: EntryWriter, row: WireEntry, stays: boolean): TakeBack | null =>
  stays
    ? null
    : {
        done: "The new entry was deleted again.",
        undo: async () => {
          await writer.remove(row.id);
          return true;
        },
      };

/** Sets a changed entry back, unless it has changed since, or was running and has ended: nothing makes that undone (§2.2). */
export const resetting = (writer: EntryWriter, before: WireEntry, after: WireEntry, body: Body): TakeBack => ({
  done: "The entry was set back to what it was.",
  async undo() {
    const held = before as Readonly<Record<string, unknown>>;
    const times = Object.keys(body).some((name) => name.startsWith("time_") || name === "duration");
    const names = new Set([...Object.keys(body), ...(times ? ["time_since", "time_until"] : [])]);
    // What it is worth is told with rights only, and null would take a rate of its own away.
    if (["hourly_rate", "lumpsum"].some((name) => names.has(name) && held[name] === undefined)) return false;
    const values = [...names].map((name) => [name, name === "text" ? (held.text ?? "") : (held[name] ?? null)]);
    if (isRunning(before) !== isRunning(after)) return false;
    if (JSON.stringify(await writer.single(after.id)) !== JSON.stringify(after)) return false;
    const former = Object.fromEntries(isRunning(before) ? values.filter(([name]) => name !== "time_until") : values);
    const { row } = await writer.change(after, former);
    return row.time_since === before.time_since && (row.time_until ?? null) === (before.time_until ?? null);
  },
});
