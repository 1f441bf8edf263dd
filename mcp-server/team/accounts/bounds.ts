import { type CompanyPolicy, leastLevel, levelBound, type PolicyState } from "#core/domain/company-policy/index";
import { type Cell, type Level as CellLevel, cells } from "#core/domain/permission-cells";
import { type ClientLimit, profileLevel } from "#core/domain/permission-profiles";
import type { Grant } from "../oauth/grants";
import { type Level, levels, lower, profileOf } from "../oauth/levels";
import type { GroupBound, TeamPolicy } from "./bounds-repository";
import { levelOfKind } from "./client-kinds";
import { isListed } from "./known-clients";

/** The most that an AI may do, by the patterns of a company's policy (`*.delete`). */
export type BoundPatterns = Readonly<Record<string, CellLevel>>;

/** Admins set it on their page, so nobody is sent to a file. */
const boundBy = (policy: CompanyPolicy): PolicyState => ({ kind: "bound", place: "", policy, setBy: "admins" });

/** The company's bound narrowed by that of a person's group: the stricter of both for each cell. */
export function combinedBound(company: CompanyPolicy, group: BoundPatterns | null): PolicyState {
  const companyState = boundBy(company);
  if (group === null) return companyState;
  const groupState = boundBy({ permissions: { ...group } });
  const both = (cell: Cell) => leastLevel(levelBound(companyState, cell), levelBound(groupState, cell));
  const permissions = Object.fromEntries(cells.map((cell) => [cell, both(cell)]));
  return boundBy({ ...company, permissions });
}

/** What a grant leaves of each account; an account that it does not name is as if it were not there. */
export function grantLimits(
  { level, accounts }: Pick<Grant, "level" | "accounts">,
  accountIds: readonly string[],
): Record<string, ClientLimit> {
  const limitOf = (id: string): ClientLimit =>
    accounts === null || accounts.includes(id) ? profileOf(level) : "nothing";
  return Object.fromEntries(accountIds.map((id) => [id, limitOf(id)]));
}

/** What is left of each account for a client, by its grant, what the company lets its kind do, and its group's list. */
export function clientLimits(
  { company, group }: { company: TeamPolicy; group: GroupBound | null },
  grant: Pick<Grant, "level" | "accounts" | "client">,
  accountIds: readonly string[],
): Record<string, ClientLimit> {
  const most = isListed(group?.clients, grant.client) ? levelOfKind(company.clientKinds, grant.client) : null;
  if (most === null) return grantLimits({ level: grant.level, accounts: [] }, accountIds);
  return grantLimits({ ...grant, level: lower(grant.level, most) }, accountIds);
}

/** Levels of which nothing would be left that the one below does not have, and who says so. */
export function lockedLevels(
  company: CompanyPolicy,
  group: BoundPatterns | null,
): Partial<Record<Level, "group" | "company">> {
  const ofCompany = combinedBound(company, null);
  const ofBoth = combinedBound(company, group);
  const adds = (index: number, state: PolicyState) => {
    const [level, below] = [levels[index], levels[index - 1]];
    return cells.some((cell) => {
      const had = below ? profileLevel(profileOf(below), cell) : "off";
      const has = level ? leastLevel(profileLevel(profileOf(level), cell), levelBound(state, cell)) : "off";
      return has !== leastLevel(had, levelBound(state, cell));
    });
  };
  const locked = levels.map((level, index) => {
    if (!adds(index, ofCompany)) return [level, "company"] as const;
    return adds(index, ofBoth) ? null : ([level, "group"] as const);
  });
  return Object.fromEntries(locked.filter((one) => one !== null));
}
