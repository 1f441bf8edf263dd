import type { TFunction } from "i18next";
import { bringBackLines } from "../../mcp-server/domain/entities";
import { weekdayDate } from "../lib/format";
import { serverSentence } from "../lib/server-sentence";
import { thingsDeleted } from "./things-deleted";

/** `#12  2026-11-19  ` at the begin of an entry: for models, who name it by its id. */
const entryStart = /^(→ )?#\S+ {2}(\d{4}-\d\d-\d\d) {2}/;

/** `customer "Acme" (#1): with 3 projects, 12 activities` */
const record = /^([a-z][a-z -]*) ("(?:[^"\\]|\\.)*") \(#[^()]*\)(?:: with (\d+ .+))?$/;

function recordLine(line: string, t: TFunction): string {
  const [, type = "", name = "", gone] = record.exec(line) ?? [];
  if (!type) return line;
  const word = serverSentence(type);
  const things = gone?.split(/, (?=\d)/).map((thing) => {
    const [count = "", ...what] = thing.split(" ");
    return thingsDeleted({ count: Number(count), what: what.join(" ") }, t);
  });
  const more = things ? `. ${t("project.goesWithIt")} ${things.join(", ")}` : "";
  return `${word.charAt(0).toUpperCase()}${word.slice(1)} ${name}${more}`;
}

/** What exactly would happen, in the window's words; `warns`: some of it is gone for good. */
export function questionLines(
  lines: readonly string[],
  language: string,
  t: TFunction,
): { text: string; warns: boolean }[] {
  // "Delete 3 entries:" is what the heading says in the person's language.
  const [first = "", ...rest] = lines;
  const told = rest.length > 0 && /^(?:Delete|Save|Change) (?:one|\d+) [\w -]+:$/.test(first) ? rest : lines;
  return told.map((line) => ({
    text: recordLine(serverSentence(line), t).replace(
      entryStart,
      (_all, arrow = "", day: string) => `${arrow}${weekdayDate(day, language)}  `,
    ),
    warns: line === bringBackLines.part || line === bringBackLines.none,
  }));
}
