import type { Entry } from "../../domain/entities";
import type { Meant, Stored, Storing } from "../shared/stored-as-meant";
import { type Planned, seconds } from "./entries/entry-body";
import { readStamp } from "./mapping/time";
import type { WireShift } from "./wire/shift";

/**
 * Calamari reads clock times without a zone and tells moments (calamari-api.md §1.3), so only its answer shows what it
 * made of a clock time that a change of the clocks repeats, or in whose zone it was read.
 * @param slack seconds by which a stamp of "now" may be kept differently without a word
 */
export const storingIn = (zone: string, slack = 0): Storing => ({ product: "Calamari", zone, slack });

/** A project that is told by name alone (§2.3) has no number to compare. */
const byNumber = ({ work, mixed }: Entry) => !mixed && (work.project === undefined || /^\d+$/.test(work.project.id));

/** What was planned; of several projects only the times are compared. */
export function meantBy({ begin, end, breaks, projects, text }: Planned): Meant {
  const [only, ...others] = projects;
  return {
    begin,
    end,
    breakSeconds: breaks.reduce((sum, { from, to }) => sum + seconds(from, to), 0),
    ...(only && others.length === 0 && { work: { project: String(only.project) } }),
    text,
  };
}

/** What the time sheet tells of it. Its length is left out: which breaks are paid is not told. */
export function storedAs(row: WireShift, entry: Entry): Stored {
  const ended = (row.breaks ?? []).flatMap(({ from, to }) =>
    to == null ? [] : [seconds(readStamp(from), readStamp(to))],
  );
  return {
    begin: entry.begin,
    end: entry.end,
    text: entry.text,
    ...(row.breaks && { breakSeconds: ended.reduce((sum, each) => sum + each, 0) }),
    ...(byNumber(entry) && { work: entry.work }),
  };
}
