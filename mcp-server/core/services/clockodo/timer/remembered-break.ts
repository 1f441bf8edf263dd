import { toInstant } from "../../../time/format";
import { nullWhere } from "../../shared/refusals";
import { remembersBreaks } from "../../shared/remembered-breaks";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { entry as entryRow, oneEntry } from "../wire/entry";

/** Clockodo has no break of its own: the entry that was ended for it is remembered beside Clockodo. */
export function remembersBreak(clockodo: Clockodo) {
  const { client, env } = clockodo;

  return remembersBreaks(env, "clockodo.break", async (id, call) => {
    const read = await nullWhere(["not_found", "forbidden"], client.get(oneEntry, pathOf("entries", id), {}, call));
    if (!read) return { entry: null, latest: [] };
    const { entry: row } = read;
    // Only ids and begins count here, so the plain list does.
    const query = [
      ["time_since", row.time_since],
      ["time_until", toInstant(env.now() + 60_000)],
      ["filter[users_id]", row.users_id],
    ] as const;
    const since = await client.list(entryRow, pathOf("entries"), { key: "entries", query }, call);
    const [entry = null, ...latest] = await clockodo.entries([row, ...since], call);
    return { entry, latest };
  });
}
