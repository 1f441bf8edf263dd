import { beyondItems, peerItems, readmeExamples } from "./items";
import { coreOperations, leftAlone, pluginOperations } from "./operations";
import type { Row } from "./row";

/** Every item that needs a row, with the heading under which the document lists it. */
export const sections: { title: string; items: { id: string; shown: string }[] }[] = [
  ...Object.entries(peerItems).map(([tool, own]) => ({
    title: `\`${tool}\` of kimai-mcp`,
    items: own.map((item) => ({ id: `${tool} ${item}`, shown: item })),
  })),
  {
    title: "Examples in the README of kimai-mcp",
    items: readmeExamples.map((title) => ({ id: `README ${title}`, shown: title })),
  },
  {
    title: "What kimai-mcp leaves out",
    items: beyondItems.map((item) => ({ id: `beyond ${item}`, shown: item })),
  },
];

const code = (text: string) => `\`${text.replaceAll("|", "\\|")}\``;
const callText = ({ call }: Row) => `${call.tool} ${JSON.stringify(call.arguments)}`;

/**
 * docs/coverage.md.
 * @param sentBy which rows sent an operation, as the test saw it
 */
export function document(rows: readonly Row[], sentBy: ReadonlyMap<string, readonly Row[]>): string {
  const numbers = new Map(rows.map((row, index) => [row, index + 1]));
  const links = (own: readonly Row[]) => own.map((row) => `[${numbers.get(row)}](#c${numbers.get(row)})`).join(", ");
  const of = (id: string) => rows.filter(({ covers }) => covers.includes(id));
  const lines = [
    "# Coverage",
    "",
    "Made by `npm run coverage` from `test/parity`; do not edit. Each item of `kimai-mcp` 2.17, and what it leaves out, has a",
    "Punchcard call that does the same. The numbers lead to the calls at the end of this page; `test/parity/parity.test.ts` runs",
    "every one of them against a Kimai in the test's own process and looks at what was sent and answered.",
    "",
  ];
  for (const { title, items } of sections) {
    lines.push(`## ${title}`, "", "| item | tool | call |", "|---|---|---|");
    for (const { id, shown } of items) {
      const own = of(id);
      const tools = [...new Set(own.map(({ call }) => call.tool))];
      lines.push(`| ${shown} | ${tools.map(code).join(", ")} | ${links(own)} |`);
    }
    lines.push("");
  }
  lines.push("## Operations of Kimai's API", "", "| operation | sent by call |", "|---|---|");
  for (const operation of [...coreOperations, ...pluginOperations])
    lines.push(
      `| ${code(operation)} | ${links(sentBy.get(operation) ?? []) || `not used: ${leftAlone[operation] ?? "?"}`} |`,
    );
  lines.push("", "## Calls", "");
  for (const row of rows) {
    const number = numbers.get(row);
    lines.push(`<a id="c${number}"></a>**${number}** ${code(callText(row))}${row.as ? ` as ${row.as}` : ""}  `);
    lines.push(
      `  ${[...(row.sends ?? []).map(code), ...(row.says ?? []).map((said) => `answers ${code(said.source)}`)].join(" · ")}`,
      "",
    );
  }
  return `${lines.join("\n").trimEnd()}\n`;
}
