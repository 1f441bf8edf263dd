import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { root } from "./setup.mjs";

/** Where test processes leave what they held against Clockodo's document (test/fakes/clockodo/held-against-document.ts). */
const folder = join(root, "out/reports/clockodo-document");

/** Before tests run, so that counts are of this run only. */
export const forgetDocument = () => rmSync(folder, { recursive: true, force: true });

/** @returns what all test processes held against the document (document-count.d.mts) */
export function readDocument() {
  let files = [];
  try {
    files = readdirSync(folder);
  } catch {
    // No fake Clockodo was asked.
  }
  const sum = { requests: 0, answers: 0, errors: 0, mismatches: [], known: {} };
  for (const file of files) {
    const { requests, answers, errors, mismatches, known } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    sum.requests += requests;
    sum.answers += answers;
    sum.errors += errors;
    sum.mismatches.push(...mismatches);
    for (const [reason, hits] of Object.entries(known)) sum.known[reason] = (sum.known[reason] ?? 0) + hits;
  }
  return sum;
}

/** @returns known contradictions that no test met, which have no place in the list */
export const neverMet = ({ known }) => Object.keys(known).filter((reason) => known[reason] === 0);

/** One line, and one more for each thing that is wrong. */
export function documentLines(sum) {
  const known = Object.values(sum.known);
  const hits = known.reduce((all, each) => all + each, 0);
  return [
    `Clockodo's document: ${sum.requests} requests, ${sum.answers} results and ${sum.errors} errors held against it, ` +
      `${sum.mismatches.length} mismatches, ${known.length} known contradictions met ${hits} times`,
    ...sum.mismatches.map((what) => `  mismatch: ${what}`),
    ...neverMet(sum).map((reason) => `  known contradiction that was never met: ${reason}`),
  ];
}
