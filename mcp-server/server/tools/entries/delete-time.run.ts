import { canBeMadeAgain, type Entry } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { Cell } from "#core/domain/permission-cells";
import { cleanText } from "#core/domain/text";
import type { RunOf } from "../lib/define";
import { entryNamed, entryTitle } from "../lib/entry-by-words";
import { timeContext } from "../lib/period-arguments";
import { bringBack, more, said } from "../lib/question/english";
import { factsOf, isOthersEntry, openFetched, readCellOf } from "../lib/require-permission";
import { failureText, maybeSaved, runBulk } from "../lib/run-concurrently";
import { entryId, entryLine, entrySaid, entryView } from "../lib/view";
import { deleteAll } from "./bulk-by-filter-write";
import type { deleteTime } from "./delete-time";
import { restoringRow } from "./restore-entry";

function backLine(rows: readonly object[], deleted: number): string {
  if (rows.length === 0) return "To bring back: log_time cannot record it as it was.";
  const part = rows.length < deleted ? ` ${rows.length} of ${deleted}` : "";
  return `To bring back${part}: log_time ${JSON.stringify({ entries: rows })}`;
}

/** Of more, the ids are all that is told: their person has seen them before. */
const mostTold = 10;

export const run: RunOf<typeof deleteTime> = async (input, call) => {
  if (input.all_of) {
    if (input.ids) throw new InputError("argument", "Give ids or `all_of`, not both.");
    return deleteAll(input.all_of, call);
  }
  const ids = [...new Set(input.ids?.map(entryId))];
  if (ids.length === 0) throw new InputError("argument", "Name at least one id.");
  const facts = await call.facts();
  const place = { zone: facts.zone, now: timeContext(call, facts).now };
  const failed: { id: string; message: string }[] = [];
  const fail = (id: string, error: unknown) => {
    if (ids.length === 1) throw error;
    failed.push({ id: cleanText(id, 100), message: failureText(error, call) });
  };
  const found: Entry[] = [];
  const fetched = await runBulk(ids, { ...call, progress: () => undefined }, (id) => entryNamed(id, facts, call));
  for (const [at, outcome] of fetched.entries())
    if ("ok" in outcome) {
      const { ok: entry } = outcome;
      // Words and an id may mean the same.
      if (!found.some(({ id }) => id === entry.id)) found.push(entry);
    } else fail(ids[at] ?? "", outcome.error);
  const owned = found.map((entry) => {
    const others = isOthersEntry(entry, facts);
    const cells: Cell[] = [others ? "others_time.delete" : "time.delete"];
    return { id: cleanText(entry.id, 100), others, cells };
  });
  const others = owned.some((one) => one.others);
  const readable = await openFetched("time", owned, call);
  const line = (entry: Entry) =>
    readable(isOthersEntry(entry, facts)) ? entryLine(entry, place) : `#${cleanText(entry.id, 100)}`;
  if (found.length > 0)
    await call.confirm({
      cells: [...new Set(owned.flatMap(({ cells }) => cells))],
      always: ids.length > 1 || others,
      count: found.length,
      preview: [
        said({ kind: "head", act: "delete", of: "entry", count: found.length }),
        ...found.slice(0, 20).map((entry) => entrySaid(entry, place)),
        ...more(found.length - 20),
        bringBack(found.map(canBeMadeAgain)),
      ],
      targets: found.map(factsOf),
      shows: owned.map((one) => readCellOf("time", one.others)),
    });
  const outcomes = await runBulk(found, call, (entry) => call.service.time.remove(entry.id, { signal: call.signal }));
  const deleted: Entry[] = [];
  for (const [at, outcome] of outcomes.entries()) {
    const entry = found[at];
    if (!entry) continue;
    if ("ok" in outcome) deleted.push(entry);
    else fail(entry.id, outcome.error);
  }
  const told = deleted.filter((entry) => readable(isOthersEntry(entry, facts))).slice(0, mostTold);
  const rows = told.map((entry) => restoringRow(entry, facts, call)).filter((row) => row !== null);
  return {
    data: {
      deleted: deleted.map(({ id }) => cleanText(id, 100)),
      ...(told.length > 0 && { was: told.map((entry) => entryView(entry, place)) }),
      ...(rows.length > 0 && { restore: { tool: "log_time", entries: rows } }),
      failed,
    },
    text: [
      `Deleted ${deleted.length}:`,
      ...deleted.map(line),
      ...(deleted.length > 0 ? [backLine(rows, deleted.length)] : []),
      ...failed.map(({ id, message }) => `${entryTitle(id)} failed: ${message}`),
    ].join("\n"),
    failed: deleted.length === 0,
    wrote: deleted.length > 0 || maybeSaved(outcomes),
  };
};
