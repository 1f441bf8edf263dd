import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./setup.mjs";

/**
 * Lists what failed in one run of Vitest. Files that could not be loaded count as one failure each.
 * @param {import("./failed-tests.mjs").TestReport} report Vitest's JSON report
 * @param {string} command starts the same Vitest projects again, without a file
 * @returns {import("./failed-tests.mjs").FailedTest[]}
 */
export function failedTests(report, command) {
  return report.testResults.flatMap((file) => {
    const path = relative(root, file.name);
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed")
      return [{ place: path, name: "cannot be loaded", message: plain(file.message), rerun: `${command} ${path}` }];
    return failed.map((test) => {
      const message = plain(test.failureMessages?.[0]);
      const line = lineIn(file.name, message);
      return {
        place: line ? `${path}:${line}` : path,
        name: test.fullName,
        message,
        rerun: `${command} ${path} -t "${pattern(test.fullName)}"`,
      };
    });
  });
}

/** @returns three lines: place and name, the first line of the message, and the command that runs only this test */
export const failureSummary = ({ place, name, message, rerun }) =>
  [`FAILED ${place} > ${name}`, `  ${firstLine(message)}`, `  rerun: ${rerun}`].join("\n");

const plain = (message = "") => stripVTControlCharacters(message).trim();
const firstLine = (message) => message.split("\n", 1)[0].slice(0, 300);

/** Line of the last call in the test file itself: the assertion, or what led to it. The stack has absolute paths. */
function lineIn(file, message) {
  const position = message.indexOf(`${file}:`);
  return position < 0 ? null : Number.parseInt(message.slice(position + file.length + 1), 10);
}

/** Vitest reads `-t` as a regular expression: any character stands for one that it or a shell would interpret. */
const pattern = (name) => name.replaceAll(/[^\p{L}\p{N} ,:-]/gu, ".");
