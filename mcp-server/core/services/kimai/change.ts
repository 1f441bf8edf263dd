import type { Call } from "../../domain/call";
import type { AccountFacts, Entry } from "../../domain/entities";
import type { EntryPatch } from "../../domain/ports";
import type { MessageText } from "../../messages/catalog";
import { sentOnce } from "../shared/send-once";
import { demandStored, isAsMeant, type Meant, type TakeBack } from "../shared/stored-as-meant";
import { nothing } from "./client/client";
import { entity, type WireEntity } from "./client/wire";
import type { Kimai } from "./context";
import { durationText, wireId } from "./mapping/entry-form";
import { foundByLooking } from "./mapping/phrases";
import { formTime, readTime } from "./mapping/wire-time";
import { storingIn } from "./rounding";

type Body = Record<string, unknown>;

/** What these fields of the form were in a record; null where one of them is not told, so that it cannot be sent back. */
function formerly(names: readonly string[], before: WireEntity, zone: string): Body | null {
  const values: Body = {
    project: before.project,
    activity: before.activity,
    begin: formTime(readTime(before.begin), zone),
    end: before.end == null ? null : formTime(readTime(before.end), zone),
    description: before.description ?? null,
    tags: (before.tags ?? []).join(","),
    billable: before.billable ?? undefined,
    user: before.user,
    break: durationText(before.break ?? 0),
  };
  if (names.some((name) => values[name] === undefined)) return null;
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** What a patch means for Kimai's form; the customer follows from the project. */
export const meantBy = ({ work, begin, end, breakSeconds, personId, billable, exported, text }: EntryPatch): Meant => ({
  ...(begin !== undefined && { begin }),
  ...(end !== undefined && { end }),
  ...(breakSeconds !== undefined && { breakSeconds }),
  ...(work && {
    work: {
      ...(work.project !== undefined && { project: work.project }),
      ...(work.activity !== undefined && { activity: work.activity }),
    },
  }),
  ...(personId !== undefined && { personId }),
  ...(billable !== undefined && { billable }),
  ...(exported !== undefined && { exported }),
  ...(text !== undefined && { text }),
});

/** Takes back a record that was just created; null where it was found by looking, for it may be somebody else's work. */
export const deletion = (kimai: Kimai, { value: entry, looked }: { value: Entry; looked: boolean }): TakeBack | null =>
  looked
    ? null
    : {
        done: "The new entry was deleted again.",
        async undo() {
          await kimai.client.write(nothing, "DELETE", ["timesheets", wireId(entry.id, "an entry")]);
          return true;
        },
      };

/**
 * Changes a record and holds what Kimai stored against what was meant; otherwise the record is set back, unless it was
 * changed elsewhere since.
 */
export async function changeRecord(
  kimai: Kimai,
  id: number,
  body: Body,
  meant: Meant,
  facts: AccountFacts,
  call?: Call,
): Promise<{ entry: Entry; notes: MessageText[] }> {
  const { client } = kimai;
  const path = ["timesheets", id];
  const read = () => client.get(entity, path);
  const before = await client.get(entity, path, [], call?.signal);
  const same = (one: WireEntity, other: WireEntity) => JSON.stringify(one) === JSON.stringify(other);
  const moves = ["begin", "end", "break"].some((name) => name in body);
  const names = new Set([...Object.keys(body), ...(moves ? ["begin", "end"] : [])]);
  // A time that was not asked for must stay where one beside it was.
  const times = { begin: readTime(before.begin), end: before.end == null ? null : readTime(before.end) };
  const wanted: Meant = { ...(moves && times), ...meant };
  const storing = storingIn(facts.zone);
  const { value: row, looked } = await sentOnce(
    () => client.write(entity, "PATCH", path, body, call?.signal),
    async () => {
      const now = await read();
      if (same(now, before)) return null;
      if (isAsMeant(await kimai.written(now), wanted, storing)) return now;
      throw new Error("it was changed by somebody else, which does not tell whether this change arrived too");
    },
    kimai.secondLookMs,
  );
  const entry = await kimai.written(row);
  const undo = async () => {
    const former = formerly([...names], before, facts.zone);
    if (!former || !same(await read(), row)) return false;
    const back = await client.write(entity, "PATCH", path, former);
    return back.begin === before.begin && (back.end ?? null) === (before.end ?? null);
  };
  // An end that nobody asked for here is a clock-out by somebody else: setting it back would make the entry run again.
  const endedElsewhere = before.end == null && row.end != null && !("end" in body);
  const takeBack = looked || endedElsewhere ? null : { undo, done: "The entry was set back to what it was." };
  const notes = await demandStored(entry, wanted, storing, takeBack);
  return { entry, notes: [...(looked ? [foundByLooking] : []), ...notes] };
}
