import type { Chapter } from "./document";
import { beyondItems, peerItems, readmeExamples } from "./items";
import { coreOperations, leftAlone, pluginOperations } from "./operations";

/** What is to be covered for Kimai: each item of kimai-mcp, and each operation of Kimai's API. */
export const kimaiChapter: Chapter = {
  title: "Coverage",
  mark: "c",
  intro: [
    "Made by `npm run coverage` from `test/parity`; do not edit. Each item of `kimai-mcp` 2.17, and what it leaves out, has a",
    "Punchcard call that does the same. The numbers lead to the calls at the end of this chapter; `test/parity/parity.test.ts`",
    "runs every one of them against a Kimai in the test's own process and looks at what was sent and answered. The chapters on",
    "Clockodo and Calamari follow.",
  ],
  sections: [
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
  ],
  operations: { "Operations of Kimai's API": [...coreOperations, ...pluginOperations] },
  leftAlone,
};
