import { join } from "node:path";
import { runnerImport } from "vite";
import { atMost, ratio } from "./report";

const few = 300;
const many = 3000;

interface Speed {
  first: number;
  all: number;
  search: number;
  processor: number;
}
/** Runs in a browser, whose types are not those of the bench. */
interface Measure {
  listSpeed(folder: string, counts: readonly number[], runs: number): Promise<Speed[]>;
}

/** The list of entries in Chromium: a long week against a short one. */
export async function benchEntryList(root: string): Promise<void> {
  console.log(`\nList of ${many} entries in a window, against ${few}`);
  const { module } = await runnerImport<Measure>(join(root, "test/renderer/list-speed.ts"));
  const [short, long] = await module.listSpeed(join(root, "out/renderer"), [few, many], 5);
  if (!short || !long) throw new Error("nothing was measured");
  // A row of a long list takes no longer than one of a short list.
  ratio("answer to all rows", long.all, short.all, many / few, "ms");
  ratio("answer to the first rows", long.first, short.first, 3, "ms");
  atMost("answer to all rows", Math.round(long.all), 900, "ms");
  // On a quiet machine the two are alike; on a busy one the first counts waiting, too.
  atMost("processor for rows and search", Math.round(long.processor), 900, "ms");
  atMost("search to the rows that match", Math.round(long.search), 300, "ms");
}
