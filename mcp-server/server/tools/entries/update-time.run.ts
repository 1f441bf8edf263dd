import { InputError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import { cleanText } from "#core/domain/text";
import type { RunOf } from "../lib/define";
import { entryNamed, entryTitle } from "../lib/entry-by-words";
import { isOthersEntry, openFetched, untold } from "../lib/require-permission";
import { runBulk } from "../lib/run-concurrently";
import { entryId } from "../lib/view";
import { changeAll } from "./change-all";
import { changeRows, timeCell } from "./change-row";
import type { updateTime } from "./update-time";
import { openBooking, runRows } from "./write-entries";

export const run: RunOf<typeof updateTime> = async (input, call) => {
  const { changes, all_of: all, change: wanted } = input;
  if (all) {
    if (changes) throw new InputError("argument", "Give changes or `all_of`, not both.");
    return changeAll(all, input, call);
  }
  if (wanted) throw new InputError("argument", "`change` goes with `all_of`; rows of `changes` have their own.");
  if (!changes) throw new InputError("argument", "Name at least one change.");
  const booking = await openBooking(call, input.create_missing);
  const { facts } = booking;
  const fetched = await runBulk(changes, { ...call, progress: () => undefined }, ({ id }) =>
    entryNamed(id, facts, call),
  );
  const known = fetched.flatMap((outcome, index) => {
    const change = changes[index];
    if (!change || !("ok" in outcome)) return [];
    const others = isOthersEntry(outcome.ok, facts);
    const cells: Cell[] = [
      ...(change.copy
        ? change.person === undefined
          ? [timeCell(others, "create")]
          : []
        : [timeCell(others, "update")]),
      ...(change.reopen ? (["timer.create"] as const) : []),
    ];
    return { id: cleanText(outcome.ok.id, 100), others, cells };
  });
  const readable = await openFetched("time", known, call);
  const prepareRow = changeRows(booking, readable);
  // Rows are written at once: of two changes of one entry the later would undo what the earlier did.
  const rowOf = new Map<string, number>();
  return runRows(
    booking,
    {
      items: changes,
      name: ({ id }) => entryTitle(id),
      failed: ({ id }) => ({ id: cleanText(entryId(id), 100) }),
      words: { save: "change", saved: "changed" },
      cell: "time.update",
      async prepare(change, index) {
        const outcome = fetched[index];
        if (!outcome || "error" in outcome) throw outcome?.error ?? new InputError("unknown", "No such entry.");
        const before = outcome.ok;
        const id = `#${cleanText(before.id, 100)}`;
        const first = rowOf.get(before.id);
        if (first !== undefined && !change.copy)
          throw new InputError("argument", `${id} is changed by row ${first + 1} too: say it in one row.`);
        const row = await untold(id, readable(isOthersEntry(before, facts)), () => prepareRow(change, before));
        if (!change.copy) rowOf.set(before.id, index);
        return row;
      },
    },
    input.dry_run,
  );
};
