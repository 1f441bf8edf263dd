import type { TFunction } from "i18next";
import { hoursMinutes } from "../../lib/format";
import type { Preview } from "./use-preview";

export type State = Preview["rows"][number]["state"];

/** In the order in which they are told: what is imported first. */
export const states = [
  "new",
  "overlap",
  "there",
  "twice",
  "others",
  "left_out",
  "problem",
] as const satisfies readonly State[];

/** `Nordwind · Website · Design`, as the file has it. */
export const sourceName = ({ client, project, task }: Preview["work"][number], t: TFunction): string =>
  [client, project, task].filter(Boolean).join(" · ") || t("import.nothing");

/** What would be imported: rows and seconds. */
export const importedOf = ({ states: all }: Preview) => ({
  rows: (all.new?.rows ?? 0) + (all.overlap?.rows ?? 0),
  seconds: (all.new?.seconds ?? 0) + (all.overlap?.seconds ?? 0),
});

/** Hours and minutes, with seconds only where they would make two sums look alike that are not. */
export const hoursOf = (seconds: number): string =>
  seconds % 60 === 0
    ? hoursMinutes(seconds)
    : `${hoursMinutes(Math.floor(seconds / 60) * 60)}:${String(seconds % 60).padStart(2, "0")}`;
