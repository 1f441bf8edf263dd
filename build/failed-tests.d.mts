/** The part of Vitest's JSON report that is read. */
export interface TestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

export interface FailedTest {
  /** File below the project, with the line of the assertion where the stack names it. */
  place: string;
  name: string;
  /** Whole message with its stack, without colors. */
  message: string;
  /** Shell command that runs only this test. */
  rerun: string;
}

export function failedTests(report: TestReport, command: string): FailedTest[];
export function failureSummary(failure: FailedTest): string;
