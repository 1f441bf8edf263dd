import { type CompanyPolicy, leastLevel, levelBound, type PolicyState } from "#core/domain/company-policy/index";
import { actions, type Cell, cells, isCell, kinds, type Level } from "#core/domain/permission-cells";
import type { PermissionsView } from "#main/ipc/contract/permissions";

export type Patterns = Record<string, Level>;
/** What was changed and is not saved, by cell. */
export type Draft = Readonly<Partial<Record<Cell, Level>>>;

const stateOf = (permissions: Patterns): PolicyState => ({
  kind: "bound",
  place: "",
  policy: { permissions } satisfies CompanyPolicy,
});

export const levelIn = (patterns: Patterns, cell: Cell): Level => levelBound(stateOf(patterns), cell);

/**
 * The patterns under which exactly the drafted cells are otherwise. They stay as they were where that is possible, as an
 * admin may have written `*.delete` on purpose; else each cell is named.
 */
export function withDraft(patterns: Patterns, draft: Draft): Patterns {
  const wanted = (cell: Cell) => draft[cell] ?? levelIn(patterns, cell);
  const kept = Object.entries(patterns).filter(([pattern]) => !isCell(pattern) || draft[pattern] === undefined);
  const drafted = Object.entries(draft) as [Cell, Level][];
  const lowered = Object.fromEntries([
    ...kept,
    ...drafted.filter(([cell, level]) => levelIn(Object.fromEntries(kept), cell) !== level),
  ]);
  if (cells.every((cell) => levelIn(lowered, cell) === wanted(cell))) return lowered;
  return Object.fromEntries(cells.map((cell) => [cell, wanted(cell)]).filter(([, level]) => level !== "allow"));
}

/**
 * Upper bounds as the app's table of permissions shows them.
 * @param ceiling what the company allows at most, for a group's bound; null: this is the company's
 */
export function boundRows(patterns: Patterns, draft: Draft, ceiling: Patterns | null): PermissionsView["rows"] {
  return kinds.map((kind) => {
    const row = actions.map((action) => {
      const cell = `${kind}.${action}`;
      if (!isCell(cell)) return [action, null] as const;
      const most = ceiling === null ? "allow" : levelIn(ceiling, cell);
      const level = leastLevel(draft[cell] ?? levelIn(patterns, cell), most);
      const bound = most === "allow" ? {} : { bound: most };
      return [action, { level, profileLevel: most, refused: null, ...bound }] as const;
    });
    return { kind, cells: Object.fromEntries(row) };
  });
}
