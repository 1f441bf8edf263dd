import type { AppState } from "#main/ipc/contract/app-state";
import * as sample from "./fixtures";

/** A copy that updates itself, with this to say of it. */
export const withUpdates = (change: Partial<AppState["updates"]>): AppState => ({
  ...sample.working,
  updates: { ...sample.working.updates, owner: "app", checkedAt: "2026-11-19T08:02:00Z", ...change },
});
const notes = [
  "The calendar of entries shows what is planned.",
  "Kimai 2.70: absences with a half day at the begin or end.",
  "A damaged time sheet is put aside, and its newest whole copy is offered.",
];
export const available = withUpdates({ phase: "available", version: "2.0.0", notes });
export const ready = withUpdates({ phase: "ready", version: "2.0.0", notes });
export const failed = withUpdates({ phase: "available", version: "2.0.0", notes, problem: "checksum" });
