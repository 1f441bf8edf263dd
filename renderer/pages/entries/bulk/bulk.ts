import type { Request } from "#main/ipc/contract/index";
import { clockOf, hoursMinutes, shortRange } from "../../../lib/format";
import { isNew, sameWork, type Work, workDetail, workTitle } from "../../../lib/work";
import type { Entry } from "../analysis";

export type BulkChange = Request<"entries:previewMany">["change"];

/** What the form of a change of several entries holds; what is empty stays as it is. */
export interface BulkDraft {
  work: Work | null;
  text: string;
  /** The text counts, also where it is empty. */
  replacesText: boolean;
  addTags: string;
  removeTags: string;
  billable: "" | "yes" | "no";
  day: string;
}

export const blankBulk: BulkDraft = {
  work: null,
  text: "",
  replacesText: false,
  addTags: "",
  removeTags: "",
  billable: "",
  day: "",
};

/** Names between commas, each once. */
const tagsIn = (text: string) => [...new Set(text.split(",").flatMap((tag) => tag.trim() || []))];

/** @returns null where nothing is to be changed */
export function changeOfBulk({
  work,
  text,
  replacesText,
  addTags,
  removeTags,
  billable,
  day,
}: BulkDraft): BulkChange | null {
  const change: BulkChange = {
    ...(work && { work }),
    ...(replacesText && { text }),
    ...(tagsIn(addTags).length > 0 && { addTags: tagsIn(addTags) }),
    ...(tagsIn(removeTags).length > 0 && { removeTags: tagsIn(removeTags) }),
    ...(billable !== "" && { billable: billable === "yes" }),
    ...(day !== "" && { day }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** A work that is made by name has no id in what the server shows of it before it is there. */
const isSameWork = (a: Work, b: Work) => sameWork(a, b) && !isNew(b);

/** What one entry shows of itself in a preview, and how it would be; equal parts are left out of the latter. */
export function beforeAfter(
  before: Entry,
  after: Entry,
  { zone, language, yesNo }: { zone: string; language: string; yesNo: (on: boolean) => string },
) {
  const parts: [string, string][] = [
    [spanOf(before, zone, language), spanOf(after, zone, language)],
    [workLineOf(before.work), isSameWork(before.work, after.work) ? workLineOf(before.work) : workLineOf(after.work)],
    [before.text, after.text],
    [before.tags.join(", "), after.tags.join(", ")],
    [yesNo(before.billable === true), yesNo(after.billable === true)],
  ];
  const changed = parts.filter(([was, is]) => was !== is);
  return { was: changed.map(([was]) => was || "–"), is: changed.map(([, is]) => is || "–") };
}

const workLineOf = (work: Work) => [workTitle(work), workDetail(work, { customer: true })].filter(Boolean).join(" · ");

function spanOf({ begin, end, zone: own, seconds }: Entry, zone: string, language: string): string {
  const day = begin.slice(0, 10);
  const to = end === null ? "" : clockOf(end, own ?? zone);
  return `${shortRange(day, day, language)}, ${clockOf(begin, own ?? zone)}–${to}, ${hoursMinutes(seconds)}`;
}
