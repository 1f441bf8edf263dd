/** Set by the nightly run: tests that take long, and of which the gate has a shorter representative, run then. */
export const nightly = process.env.PUNCHCARD_NIGHTLY === "1";
