import type { Call } from "../../../domain/call";
import { ServiceError } from "../../../domain/errors";
import { remembersBreaks } from "../../shared/remembered-breaks";
import { entity } from "../client/wire";
import type { Kimai } from "../context";

/** Kimai has no break of its own: the entry that was ended for it is remembered beside Kimai. */
export function remembersBreak(kimai: Kimai) {
  const { client, env } = kimai;

  /** The remembered entry where it is not among the latest; null where it is gone. */
  async function gone(id: string, call?: Call) {
    try {
      return await kimai.named(await client.get(entity, ["timesheets", id], [], call?.signal), call);
    } catch (error) {
      if (error instanceof ServiceError && ["not_found", "forbidden"].includes(error.kind)) return null;
      throw error;
    }
  }

  return remembersBreaks(env, "kimai.break", async (id, call) => {
    const { rows } = await client.page([["size", 5]], call?.signal);
    const latest = rows.map(kimai.entry);
    return { entry: latest.find((each) => each.id === id) ?? (await gone(id, call)), latest };
  });
}
