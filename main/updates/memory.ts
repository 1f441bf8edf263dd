import { join } from "node:path";
import { z } from "zod";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";

const schema = z.object({
  /** Milliseconds; null: never. */
  checkedAt: z.number().nullable().default(null),
  /** What its person was told of. */
  told: z.array(z.string().max(200)).max(50).default([]),
});
type Kept = z.infer<typeof schema>;

export interface UpdateMemory {
  get(): Kept;
  put(change: Partial<Kept>): void;
}

/** When it was last looked, and what was told, over restarts; where it cannot be written it lasts until the app quits. */
export function openUpdateMemory(home: string, log: Log): UpdateMemory {
  const file = openKeptJson(join(home, "updates.json"), "updates", {
    largest: 20_000,
    parse: (data) => schema.parse(data),
    log,
  });
  let kept: Kept | null = null;
  const get = () => {
    kept ??= file.read() ?? schema.parse({});
    return kept;
  };
  return {
    get,
    put(change) {
      kept = { ...get(), ...change };
      file.write(kept);
    },
  };
}
