import { leastLevel, levelBound, mayConfirmItself, type PolicyState } from "../domain/company-policy";
import type { ServiceId } from "../domain/entities";
import { actions, type Cell } from "../domain/permission-cells";
import { profileLevel } from "../domain/permission-profiles";
import { type AccountPermissions, hasCell, kindsOf } from "./permission-matrix";
import { type ToolName, toolNames, toolRules, toolState } from "./tool-rules";

/**
 * What an AI may do with an account, as the matrix of permissions shows it.
 * @param refused cells that the service itself refuses, with the reason (get_account)
 * @param company what the company allows at most
 */
export function accountPermissionsView(
  service: ServiceId,
  permissions: AccountPermissions,
  refused: Record<string, string>,
  company: PolicyState,
) {
  const cellView = (cell: string) => {
    if (!hasCell(service, cell)) return null;
    const fromProfile = profileLevel(permissions.profile, cell);
    const bound = levelBound(company, cell);
    return {
      level: leastLevel(bound, permissions.cells[cell] ?? fromProfile),
      profileLevel: leastLevel(bound, fromProfile),
      refused: refused[cell] ?? null,
      ...(bound !== "allow" && { bound }),
    };
  };
  const bound = (cell: Cell) => levelBound(company, cell);
  const stateOf = (name: ToolName): "on" | "switched_off" | "no_cell" | "company" => {
    const state = toolState(name, service, permissions, "same", refused, bound);
    if (state !== "no_cell") return state;
    return toolState(name, service, permissions, "same", refused) === "on" ? "company" : state;
  };
  return {
    profile: permissions.profile,
    rows: kindsOf(service).map((kind) => ({
      kind,
      cells: Object.fromEntries(actions.map((action) => [action, cellView(`${kind}.${action}`)])),
    })),
    tools: toolNames.map((name) => ({ name, kind: toolRules[name].kind, state: stateOf(name) })),
    confirmsItself: permissions.confirmsItself === true && mayConfirmItself(company),
    mayConfirmItself: mayConfirmItself(company),
    undecided: permissions.undecided === true,
    changedCells: Object.keys(permissions.cells).length,
  };
}
