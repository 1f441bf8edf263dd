import type { ServiceId } from "../entities";
import { actions, type Cell, kinds, type Level, levels } from "../permission-cells";
import { matchesAddress } from "./address-pattern";

/**
 * What a company says of Punchcard on a computer that it administers. Everything here is an upper bound: the settings of
 * accounts and clients can only go below it.
 */
export interface CompanyPolicy {
  /** Who says so, for people. */
  company?: string;
  /** Services that may be used, each with patterns of its addresses; absent: all. */
  services?: Partial<Record<ServiceId, { addresses?: string[] }>>;
  /** The most that an AI may do, by cell (`time.delete`), kind (`time.*`), action (`*.delete`) or for all (`*`). */
  permissions?: Record<string, Level>;
  /** `false`: no AI client answers for its person. */
  mayConfirmItself?: boolean;
  /** Ids of the AI clients that may be used; absent: all. */
  clients?: string[];
  updates?: "off";
  network?: { proxy?: string; noProxy?: string; extraCa?: string };
  /** Not bounds: what settings begin with. */
  defaults?: { quietHours?: { from: string; to: string } };
}

/**
 * What was found where the system keeps policies. `place` is a file or a registry key.
 * `setBy`: absent, whoever administers the computer; `admins`, those of a team server, on its pages.
 */
export type PolicyState =
  | { kind: "none" }
  | { kind: "bound"; place: string; policy: CompanyPolicy; setBy?: "admins" }
  /** Nobody knows what it bounds: an AI may do nothing then. */
  | { kind: "broken"; place: string; problem: string };

export const noPolicy: PolicyState = { kind: "none" };

const policyOf = (state: PolicyState): CompanyPolicy => (state.kind === "bound" ? state.policy : {});

/** The name for people; null: it does not say. */
export const companyName = (state: PolicyState): string | null => policyOf(state).company ?? null;

export const isPermissionPattern = (pattern: string): boolean => {
  const [kind = "", action, ...more] = pattern.split(".");
  if (pattern === "*") return true;
  const isKind = kind === "*" || (kinds as string[]).includes(kind);
  const isAction = action === "*" || (actions as readonly string[]).includes(action ?? "");
  return isKind && isAction && more.length === 0;
};

export const leastLevel = (a: Level, b: Level): Level => (levels.indexOf(a) <= levels.indexOf(b) ? a : b);

/** The most that an AI may have of a cell. Where several patterns match, the strictest holds. */
export function levelBound(state: PolicyState, cell: Cell): Level {
  if (state.kind === "broken") return "off";
  const { permissions } = policyOf(state);
  if (permissions === undefined) return "allow";
  const [kind, action] = cell.split(".");
  return [cell, `${kind}.*`, `*.${action}`, "*.*", "*"]
    .map((pattern) => (Object.hasOwn(permissions, pattern) ? permissions[pattern] : undefined) ?? "allow")
    .reduce(leastLevel);
}

export const mayConfirmItself = (state: PolicyState): boolean =>
  state.kind !== "broken" && policyOf(state).mayConfirmItself !== false;

/** Whether this AI client may be used. What is not broken and names no clients allows all. */
export function allowsClient(state: PolicyState, client: string): boolean {
  if (state.kind === "broken") return false;
  return policyOf(state).clients?.includes(client) ?? true;
}

export const allowsUpdates = (state: PolicyState): boolean =>
  state.kind !== "broken" && policyOf(state).updates !== "off";

/** Whether any account of this service may be used. A broken policy leaves what is connected to its person. */
export function allowsService(state: PolicyState, service: ServiceId): boolean {
  const { services } = policyOf(state);
  return services === undefined || Object.hasOwn(services, service);
}

/** The part of an account by which a policy knows it. */
export interface PolicedAccount {
  service: ServiceId;
  url?: string;
  mcpUrl?: string;
}

/** Whether this account may be used: its service, and each address under which it is asked. */
export function allowsAccount(state: PolicyState, { service, url, mcpUrl }: PolicedAccount): boolean {
  if (!allowsService(state, service)) return false;
  const patterns = policyOf(state).services?.[service]?.addresses;
  if (patterns === undefined) return true;
  const asked = [url, mcpUrl].filter((address) => address !== undefined);
  return asked.every((address) => patterns.some((pattern) => matchesAddress(pattern, address)));
}

/** As `allowsAccount`, and nothing new while nobody knows what is allowed. */
export const allowsNewAccount = (state: PolicyState, account: PolicedAccount): boolean =>
  state.kind !== "broken" && allowsAccount(state, account);
