import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { toInstant } from "../../../time/format";
import { remembersBreaks } from "../../shared/remembered-breaks";
import { pathOf } from "../client/paths";
import type { Clockodo } from "../context";
import { entry as entryRow, oneEntry } from "../wire/entry";

/** Clockodo has no break of its own: the entry that was ended for it is remembered beside Clockodo. */
export function remembersBreak(clockodo: Clockodo) {
  const { client, env } = clockodo;

  async function find(id: string, call?: Call) {
    try {
      return (await client.get(oneEntry, pathOf("entries", id), {}, call)).entry;
    } catch (error) {
      if (error instanceof ServiceError && ["not_found", "forbidden"].includes(error.kind)) return null;
      throw error;
    }
  }

  return remembersBreaks(env, "clockodo.break", async (id, call) => {
    const row = await find(id, call);
    if (!row) return { entry: null, latest: [] };
    const rows = [row];
    // Only ids and begins count here, so the plain list does.
    const query = [
      ["time_since", row.time_since],
      ["time_until", toInstant(env.now() + 60_000)],
      ["filter[users_id]", row.users_id],
    ] as const;
    for await (const page of client.all(entryRow, pathOf("entries"), { key: "entries", query }, call))
      rows.push(...page.rows);
    const [entry = null, ...latest] = await clockodo.entries(rows, call);
    return { entry, latest };
  });
}
