import { type AccountPermissions, effectiveLevel, hasCell } from "#core/access/permission-matrix";
import { allowsAccount, levelBound, type PolicyState } from "#core/domain/company-policy/index";
import { type Cell, type Level, levels } from "#core/domain/permission-cells";
import type { ClientLimit } from "#core/domain/permission-profiles";
import { type GrantRow, grantOf } from "../oauth/grants";
import type { Database } from "../store/database";
import { permissionsSchema } from "./account-row";
import { clientLimits, combinedBound } from "./bounds";
import { companyBoundOf, groupBoundOf } from "./bounds-repository";
import { parsedOnce } from "./parsed-once";

/** How many people, and how many of their AI clients, have one cell at one level. */
interface HolderCount {
  people: number;
  clients: number;
}
export type CellHolders = Record<Exclude<Level, "off">, HolderCount>;

interface HeldAccount {
  person: string;
  group: string | null;
  id: string;
  service: string;
  url: string | null;
  mcpUrl: string | null;
  permissions: string;
}

/**
 * Who has these cells now, by what people, their group and the company set; a service may still refuse it.
 * @param group id; null: everybody
 */
export async function cellHolders(
  database: Database,
  now: number,
  cells: readonly Cell[],
  group: string | null,
): Promise<Record<string, CellHolders>> {
  const inGroup = "p.status = 'active' AND (? = '' OR p.group_id = ?)";
  const which = [group ?? "", group ?? ""];
  const [policies, accounts, grants] = await Promise.all([
    database.all<{ scope: string; policy: string }>("SELECT scope, policy FROM upper_bounds"),
    database.all<HeldAccount>(
      `SELECT p.id AS person, p.group_id AS "group", a.id, a.service, a.url, a.mcp_url AS "mcpUrl", a.permissions
       FROM people p JOIN accounts a ON a.person_id = p.id WHERE ${inGroup}`,
      which,
    ),
    database.all<GrantRow>(
      `SELECT g.* FROM people p JOIN oauth_grants g ON g.person = p.id
       WHERE ${inGroup} AND g.revoked_at IS NULL AND g.expires_at > ?`,
      [...which, now],
    ),
  ]);
  const texts = new Map(policies.map(({ scope, policy }) => [scope, policy]));
  const company = companyBoundOf(texts.get("company") ?? null);
  const boundsOf = parsedOnce((of) => {
    const bound = groupBoundOf(texts.get(`group:${of}`) ?? null);
    return { company, group: bound, state: combinedBound(company, bound?.permissions ?? null) };
  });
  const permissionsOf = parsedOnce(readPermissions);
  const own = byPerson(accounts);
  const clients = byPerson(grants);
  const counted: Record<string, CellHolders> = Object.fromEntries(
    cells.map((cell) => [cell, { ask: { people: 0, clients: 0 }, allow: { people: 0, clients: 0 } }]),
  );
  for (const [person, held] of own) {
    const bounds = boundsOf(held[0]?.group ?? null);
    const ids = held.map(({ id }) => id);
    const limitsOfClients = (clients.get(person) ?? []).map((row) => clientLimits(bounds, grantOf(row), ids));
    const levelOf = (cell: Cell, limits: Record<string, ClientLimit>) =>
      highest(
        held.map((account) =>
          levelIn(account, permissionsOf(account.permissions), cell, limits[account.id] ?? "same", bounds.state),
        ),
      );
    for (const cell of cells) {
      count(counted[cell], levelOf(cell, {}), "people");
      for (const limits of limitsOfClients) count(counted[cell], levelOf(cell, limits), "clients");
    }
  }
  return counted;
}

function levelIn(
  { service, url, mcpUrl }: HeldAccount,
  permissions: AccountPermissions | null,
  cell: Cell,
  limit: ClientLimit,
  state: PolicyState,
): Level {
  const isAllowed = allowsAccount(state, { service, url: url ?? undefined, mcpUrl: mcpUrl ?? undefined });
  if (permissions === null || !isAllowed || !hasCell(service, cell)) return "off";
  return effectiveLevel(permissions, limit, cell, {}, levelBound(state, cell));
}

function byPerson<Row extends { person: string }>(rows: readonly Row[]): Map<string, Row[]> {
  const found = new Map<string, Row[]>();
  for (const row of rows) {
    const others = found.get(row.person);
    if (others) others.push(row);
    else found.set(row.person, [row]);
  }
  return found;
}

const highest = (some: readonly Level[]): Level => levels[Math.max(...some.map((one) => levels.indexOf(one)))] ?? "off";

function count(holders: CellHolders | undefined, level: Level, who: keyof HolderCount): void {
  if (holders && level !== "off") holders[level][who] += 1;
}

/** null: it is damaged, and the account does nothing. */
function readPermissions(text: string | null): AccountPermissions | null {
  try {
    return permissionsSchema.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}
