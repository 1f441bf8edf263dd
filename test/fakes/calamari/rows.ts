import type { FakeCalamariOptions } from ".";
import { type FakeAbsence, type FakeShift, type Scope, scopes } from "./model";

/** `2026-11-18T08:00`, in UTC, as the fake keeps moments. */
export const at = (text: string) => Date.parse(`${text}:00Z`);

/** Nora's, from and to minutes of a day in UTC: Oslo is an hour ahead in winter. `to` null: it runs. */
export const shiftRow = (id: number, from: string, to: string | null, more: Partial<FakeShift> = {}): FakeShift => ({
  ...{ id, employee: 41, started: at(from), finished: to === null ? null : at(to) },
  ...{ breaks: [], projects: [], description: "" },
  ...more,
});
export const withShifts = (...rows: FakeShift[]): FakeCalamariOptions => ({
  seed: (state) => void state.shifts.push(...structuredClone(rows)),
});

let ids = 5_000;
/** Annual leave of Nora, a week of December where nothing else is said. */
export const absenceRow = (more: Partial<FakeAbsence> = {}): FakeAbsence => ({
  ...{ id: ids++, employee: 41, type: 3, amount: 5, status: "ACCEPTED", reason: null, substitute: null, comments: [] },
  ...{ from: "2026-12-07", to: "2026-12-11", fromPart: "MORNING", toPart: "END_OF_DAY", created: 0, updated: 0 },
  ...more,
});
export const withAbsences = (...rows: FakeAbsence[]): FakeCalamariOptions => ({
  seed: (state) => void state.absences.push(...rows),
});

/** A key that lacks these groups of operations. */
export const without = (...missing: Scope[]): FakeCalamariOptions => ({
  settings: { scopes: scopes.filter((scope) => !missing.includes(scope)) },
});
