import type { Entry, Instant } from "../../../domain/entities";
import type { EntryDraft } from "../../../domain/ports";
import { toInstant } from "../../../time/format";
import type { Kimai } from "../context";
import { wireId } from "../mapping/entry-form";
import { queryRange } from "../mapping/wire-time";
import { isStoredAs } from "../rounding";

/** Seconds by which a server's clock and ours may differ beyond what its answers tell. */
const clockSlack = 3;

/** Looks for a new entry whose answer was lost, and tells it from those like it that were there before. */
export function createTwins(kimai: Kimai) {
  const { client } = kimai;
  /** What we created ourselves lately, or know otherwise: none of them is the lost one. */
  const known: string[] = [];
  return {
    made(id: string) {
      known.push(id);
      if (known.length > 200) known.shift();
    },
    /**
     * An entry as asked for, changed on the server since `since` (ours, milliseconds); null where there is none.
     * @throws where one is on the same work at another time: it may be ours, or what the person did by hand
     */
    async find(
      draft: Pick<EntryDraft, "work" | "begin" | "text"> & { end: Instant },
      personId: string,
      since: number,
      zone: string,
    ): Promise<Entry | null> {
      const around = (seconds: number, instant: Instant) => toInstant(Date.parse(instant) + seconds * 1000);
      // Rounding moves a begin by minutes at most; an hour finds it under any rule.
      const range = queryRange(around(-3600, draft.begin), around(3600, draft.begin), zone);
      const serverSince = toInstant(since + ((client.clockSkew() ?? 0) - clockSlack) * 1000);
      const { rows } = await client.page([
        ["size", 50],
        ["user", wireId(personId, "a person")],
        ["begin", range.begin],
        ["end", range.end],
        ["modified_after", serverSince.slice(0, 19)],
      ]);
      const found = rows
        .map(kimai.entry)
        .filter(
          (entry) =>
            !known.includes(entry.id) &&
            entry.work.project?.id === draft.work.project &&
            entry.work.activity?.id === draft.work.activity &&
            entry.text === (draft.text ?? ""),
        );
      const exact = found.find(
        ({ begin, end }) => isStoredAs(draft.begin, begin) && end !== null && isStoredAs(draft.end, end),
      );
      if (!exact && found.length > 0) throw new Error("an entry on the same work was made or changed meanwhile");
      return exact ?? null;
    },
  };
}
