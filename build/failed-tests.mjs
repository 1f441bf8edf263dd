import { stripVTControlCharacters } from "node:util";

/** Lines of a failure's message that are printed: the rest is in the log of the tests. */
const messageLines = 12;

/**
 * @param {import("./failed-tests.mjs").TestReport} report vitest's JSON report
 * @returns {string[]} each failed test with its file and the first lines of why, and each file that could not be loaded
 */
export function failedTests(report) {
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === "failed");
    if (failed.length === 0 && file.status === "failed") return [said(file.name, file.message)];
    return failed.map((test) => said(`${file.name} > ${test.fullName}`, test.failureMessages?.[0]));
  });
}

/** @returns the name and the first lines of the message, without the colors of a terminal */
function said(name, message = "") {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return [name, ...lines.slice(0, messageLines).map((line) => `    ${line}`)].join("\n");
}
