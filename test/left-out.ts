/**
 * Says that tests are left out because something they need is not on this machine. The gate repeats the line at its end.
 * @param tests what is not tested, and why
 */
export function leaveOut(tests: string): void {
  process.stderr.write(`LEFT OUT: ${tests}\n`);
}
