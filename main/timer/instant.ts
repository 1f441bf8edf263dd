/** `2026-11-19T10:12:00Z`: whole seconds, as instants are everywhere. */
export const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
