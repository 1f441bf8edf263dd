/** What is read of vitest's JSON report. */
export interface TestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}
/** Each failed test with its file and the first lines of why, and each file that could not be loaded. */
export function failedTests(report: TestReport): string[];
