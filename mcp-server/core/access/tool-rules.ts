import type { ServiceId } from "../domain/entities";
import { type Action, type Cell, kindOfRecord, type Level, recordCell } from "../domain/permission-cells";
import type { ClientLimit } from "../domain/permission-profiles";
import { recordTypes } from "../domain/records";
import { type AccountPermissions, cellsOf, effectiveLevel } from "./permission-matrix";

export interface ToolRule {
  /** Reads, writes and deletes never share a tool. */
  kind: "read" | "write" | "destructive";
  /** The tool is offered when at least one of these cells is not off. Single calls check the exact cell they need. */
  needs: readonly Cell[];
  /** It tells what the service refuses and why, so a refusal does not close it. */
  tellsRefusals?: true;
}

/**
 * Cells of all records for one action, as far as they have no tool of their own that should be used first. Lump sums are
 * time, whose tools are there already.
 */
const recordCells = (...wanted: Action[]): Cell[] => [
  ...new Set(
    recordTypes
      .filter((type) => kindOfRecord[type] !== "time")
      .flatMap((type) => wanted.flatMap((action) => recordCell(type, action) ?? [])),
  ),
];

/** find_work reads these, log_time and clock_in make tags: for them alone no further tool is worth its place in a list. */
const found: readonly Cell[] = [
  "customer.read",
  "project.read",
  "activity.read",
  "tag.read",
  "person.read",
  "favourite.read",
];

export const toolRules = {
  get_status: { kind: "read", needs: ["timer.read"] },
  clock_in: { kind: "write", needs: ["timer.create"] },
  clock_out: { kind: "write", needs: ["timer.update"] },
  take_break: { kind: "write", needs: ["timer.update"] },
  list_time: { kind: "read", needs: ["time.read", "others_time.read"] },
  report_time: { kind: "read", needs: ["time.read", "others_time.read"] },
  log_time: { kind: "write", needs: ["time.create", "others_time.create"] },
  update_time: { kind: "write", needs: ["time.update", "others_time.update"] },
  delete_time: { kind: "destructive", needs: ["time.delete", "others_time.delete"] },
  find_work: { kind: "read", needs: ["customer.read", "project.read", "activity.read", "tag.read", "person.read"] },
  list_absences: { kind: "read", needs: ["absence.read", "others_absence.read"] },
  get_leave_balance: { kind: "read", needs: ["absence.read", "others_absence.read"] },
  request_absence: { kind: "write", needs: ["absence.create", "others_absence.create"] },
  update_absence: {
    kind: "destructive",
    needs: ["absence.decide", "absence.update", "absence.delete", "others_absence.update", "others_absence.delete"],
  },
  get_account: { kind: "read", needs: ["timer.read", "time.read", "absence.read"], tellsRefusals: true },
  list_records: { kind: "read", needs: recordCells("read").filter((cell) => !found.includes(cell)) },
  save_record: { kind: "write", needs: recordCells("create", "update").filter((cell) => cell !== "tag.create") },
  delete_record: { kind: "destructive", needs: recordCells("delete") },
} as const satisfies Record<string, ToolRule>;

export type ToolName = keyof typeof toolRules;

export const toolNames = Object.keys(toolRules) as ToolName[];

export type ToolState = "on" | "switched_off" | "no_cell";

/**
 * Why a tool is offered or not, for one client on one account.
 * @param bound what the company's policy allows of a cell at most
 */
export function toolState(
  tool: ToolName,
  service: ServiceId,
  permissions: AccountPermissions,
  limit: ClientLimit,
  refused: Record<string, string> = {},
  bound: (cell: Cell) => Level = () => "allow",
): ToolState {
  const rule: ToolRule = toolRules[tool];
  if (permissions.tools[tool] === false) return "switched_off";
  // A cell may be too coarse: who can clock out cannot take a break everywhere.
  if (tool in refused) return "no_cell";
  // A cell of things or actions that the service has not at all offers nothing.
  const had = cellsOf(service);
  const open = (cell: Cell) =>
    had.has(cell) && effectiveLevel(permissions, limit, cell, rule.tellsRefusals ? {} : refused, bound(cell)) !== "off";
  return rule.needs.some(open) ? "on" : "no_cell";
}
