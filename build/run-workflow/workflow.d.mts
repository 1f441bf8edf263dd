interface Step {
  name?: string;
  run?: string;
  uses?: string;
}
interface Job {
  id: string;
  needs?: string | string[];
  "runs-on": string;
  steps: Step[];
  strategy?: { matrix?: Record<string, unknown> };
}
export function readWorkflow(file: string): Job[];
export function matrixRows(job: Pick<Job, "strategy">): Record<string, string>[];
export function expressions(facts: { tag: string; os: string; matrix: Record<string, string> }): {
  text(value: unknown): string;
  isTrue(condition: string | undefined): boolean;
};
export function systemOf(label: string): { os: string; isHere: boolean };
