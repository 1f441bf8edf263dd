export interface LoggedStep {
  ok: boolean;
  /** How long it took, with one decimal. */
  seconds: string;
  /** The file of all that it said, as a path in the repository. */
  log: string;
  /** What it said, without colors. */
  lines(): string[];
}
/** Runs a command with its output in a file of its own, which `name` names. */
export function loggedStep(
  name: string,
  command: string,
  args: string[],
  options?: { env?: Record<string, string>; priority?: number },
): Promise<LoggedStep>;
/** The end of what a step said, for a person who reads why it failed. */
export function lastLines(step: LoggedStep): string;
/** What the tests of a step left out because something is not on this machine, once each (test/left-out.ts). */
export function leftOut(step: LoggedStep): string[];
