import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect } from "vitest";
import type { AnyRow } from "./row";

/** One service in docs/coverage.md. */
export interface Chapter {
  /** Its heading, by which it is found in the file. */
  title: string;
  /** Before the numbers of its calls, so that two chapters can have a call 1 each. */
  mark: string;
  intro: string[];
  /** Every item that needs a row, with the heading under which the document lists it. */
  sections: { title: string; items: { id: string; shown: string }[] }[];
  /** Operations of the service's API by heading. */
  operations: Record<string, readonly string[]>;
  /** Those that no call sends, with the reason. */
  leftAlone: Record<string, string>;
}

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const callText = ({ call }: AnyRow) => `${call.tool} ${JSON.stringify(call.arguments)}`;

/**
 * A chapter of docs/coverage.md.
 * @param sentBy which rows sent an operation, as the test saw it
 */
export function document(
  chapter: Chapter,
  rows: readonly AnyRow[],
  sentBy: ReadonlyMap<string, readonly AnyRow[]>,
): string {
  const { mark } = chapter;
  const numbers = new Map(rows.map((row, index) => [row, index + 1]));
  const links = (own: readonly AnyRow[]) =>
    own.map((row) => `[${numbers.get(row)}](#${mark}${numbers.get(row)})`).join(", ");
  const of = (id: string) => rows.filter(({ covers }) => covers.includes(id));
  const lines = [`# ${chapter.title}`, "", ...chapter.intro, ""];
  for (const { title, items } of chapter.sections) {
    lines.push(`## ${title}`, "", "| item | tool | call |", "|---|---|---|");
    for (const { id, shown } of items) {
      const own = of(id);
      const tools = [...new Set(own.map(({ call }) => call.tool))];
      lines.push(`| ${shown} | ${tools.map(code).join(", ")} | ${links(own)} |`);
    }
    lines.push("");
  }
  for (const [title, operations] of Object.entries(chapter.operations)) {
    lines.push(`## ${title}`, "", "| operation | tool | sent by call |", "|---|---|---|");
    for (const operation of operations) {
      const own = sentBy.get(operation) ?? [];
      const tools = [...new Set(own.map(({ call }) => call.tool))];
      const why = chapter.leftAlone[operation] ?? "?";
      lines.push(`| ${code(operation)} | ${tools.map(code).join(", ")} | ${links(own) || `not used: ${why}`} |`);
    }
    lines.push("");
  }
  lines.push(`## Calls${mark === "c" ? "" : ` of the chapter ${chapter.title}`}`, "");
  for (const row of rows) {
    const number = numbers.get(row);
    lines.push(`<a id="${mark}${number}"></a>**${number}** ${code(callText(row))}${row.as ? ` as ${row.as}` : ""}  `);
    lines.push(
      `  ${[...(row.sends ?? []).map(code), ...(row.says ?? []).map((said) => `answers ${code(said.source)}`)].join(" · ")}`,
      "",
    );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}

const file = resolve(import.meta.dirname, "../../docs/coverage.md");

/** Compares one chapter of docs/coverage.md with what its rows say, or writes it (`npm run coverage`). */
export function checkChapter({ title }: Pick<Chapter, "title">, made: string): void {
  const chapters = readFileSync(file, "utf8").split(/\n(?=# )/);
  const at = chapters.findIndex((each) => each.startsWith(`# ${title}\n`));
  const held = at < 0 ? "" : `${chapters[at]?.trimEnd()}\n`;
  if (process.env.PUNCHCARD_WRITE_COVERAGE && held !== made) {
    if (at < 0) chapters.push(made);
    else chapters[at] = made;
    writeFileSync(file, `${chapters.map((each) => each.trimEnd()).join("\n\n")}\n`);
  } else expect(held).toBe(made);
}
