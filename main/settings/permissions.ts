import { accountPermissionsView } from "#core/access/permission-view";
import { toolRules } from "#core/access/tool-rules";
import type { PolicyState } from "#core/domain/company-policy/index";
import { type Cell, isCell, type Level } from "#core/domain/permission-cells";
import {
  type ClientLimit,
  limitOf,
  type ProfileName,
  profileLevel,
  unknownClient,
} from "#core/domain/permission-profiles";
import type { Settings } from "#core/platform/settings";
import { notSaved } from "../app/failure";
import type { ClientView } from "../ipc/contract/clients";
import type { PermissionsView } from "../ipc/contract/permissions";

function accountOf(settings: Settings, accountId: string) {
  const account = settings.accounts.find((one) => one.id === accountId);
  if (account) return account;
  throw notSaved("not_found", "This account is not connected.");
}

/**
 * What an AI may do with an account, as the settings window shows it.
 * @param refused cells that the service itself refuses, with the reason (get_account).
 * @param company what the company allows at most
 * @param clients as known to the registration; those that only have a limit are listed by their id.
 */
export function permissionsView(
  settings: Settings,
  accountId: string,
  refused: Record<string, string>,
  clients: Pick<ClientView, "id" | "label" | "state">[],
  company: PolicyState,
): PermissionsView {
  const { service, permissions } = accountOf(settings, accountId);
  const unknown = { id: unknownClient, label: "" };
  const present = clients.filter(({ id, state }) => state !== "not_installed" || settings.clients[id] !== undefined);
  const seen = Object.keys(settings.clients).filter(
    (id) => id !== unknownClient && !present.some((client) => client.id === id),
  );
  return {
    accountId,
    ...accountPermissionsView(service, permissions, refused, company),
    clients: [
      ...present.map(({ id, label }) => ({ id, label })),
      ...seen.map((id) => ({ id, label: id })),
      unknown,
    ].map((client) => ({ ...client, limit: limitOf(settings.clients, client.id, accountId) })),
  };
}

/** A profile is picked whole: single cells that differed from the former one are gone, switched tools stay. */
export function setProfile(draft: Settings, accountId: string, profile: ProfileName): void {
  const { permissions } = accountOf(draft, accountId);
  permissions.profile = profile;
  permissions.cells = {};
  delete permissions.undecided;
}

/** Until a profile is picked, AI clients may do nothing with the account. */
export function putOff(draft: Settings, accountId: string): void {
  accountOf(draft, accountId).permissions.undecided = true;
}

export function setCell(draft: Settings, accountId: string, cell: Cell, level: Level): void {
  const { permissions } = accountOf(draft, accountId);
  if (!isCell(cell)) throw notSaved("argument", "No tool uses this permission.");
  if (level === profileLevel(permissions.profile, cell)) delete permissions.cells[cell];
  else permissions.cells[cell] = level;
}

export function setTool(draft: Settings, accountId: string, tool: string, on: boolean): void {
  const { permissions } = accountOf(draft, accountId);
  if (!(tool in toolRules)) throw notSaved("argument", "There is no such tool.");
  if (on) delete permissions.tools[tool];
  else permissions.tools[tool] = false;
}

/** Back to the profile as it is. */
export function resetPermissions(draft: Settings, accountId: string): void {
  const { permissions } = accountOf(draft, accountId);
  permissions.cells = {};
  permissions.tools = {};
}

/** Where nobody can be asked, this account's clients may answer for their person. */
export function setConfirmsItself(draft: Settings, accountId: string, on: boolean): void {
  const { permissions } = accountOf(draft, accountId);
  if (on) permissions.confirmsItself = true;
  else delete permissions.confirmsItself;
}

export function limitClient(draft: Settings, accountId: string, clientId: string, limit: ClientLimit): void {
  accountOf(draft, accountId);
  const limits = { ...draft.clients[clientId] };
  // Nothing said means less for these, so `same` is said.
  if (limit === "same" && clientId !== unknownClient) delete limits[accountId];
  else limits[accountId] = limit;
  if (Object.keys(limits).length > 0) draft.clients[clientId] = limits;
  else delete draft.clients[clientId];
}
