import * as permissions from "../../settings/permissions";
import type { SettingsStore } from "../../settings/store";
import type { ClientView } from "../contract/clients";
import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";

/** What AI clients may do. */
export function permissionHandlers(
  deps: Pick<HandlerDeps, "clients" | "settings" | "facts" | "company" | "notifyPermissions">,
): HandlersOf<"permissions"> {
  const { clients, settings } = deps;
  /** The clients as they were listed last: looking for them reads the files of all. */
  let listed: ClientView[] | null = null;
  const permissionsView = async (accountId: string) => {
    listed ??= await clients.list();
    const refused = deps.facts.of(accountId)?.refused ?? {};
    return permissions.permissionsView(settings.get(), accountId, refused, listed, deps.company());
  };
  const openPermissions = async (accountId: string) => {
    // The service's own refusals are shown as soon as they are known, but nobody waits for a service out of reach.
    const read = deps.facts.read(accountId, 10 * 60_000);
    await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 1_500))]);
    listed = null;
    return permissionsView(accountId);
  };
  /** A switch shows at once: neither the service nor the clients' files are read for it. */
  const changePermissions = async (accountId: string, change: Parameters<SettingsStore["update"]>[0]) => {
    settings.update(change);
    const view = await permissionsView(accountId);
    deps.notifyPermissions(view);
    return view;
  };
  return {
    "permissions:get": ({ accountId }) => openPermissions(accountId),
    "permissions:setProfile": ({ accountId, profile }) =>
      changePermissions(accountId, (draft) => permissions.setProfile(draft, accountId, profile)),
    "permissions:putOff": ({ accountId }) =>
      changePermissions(accountId, (draft) => permissions.putOff(draft, accountId)),
    "permissions:setCell": ({ accountId, cell, level }) =>
      changePermissions(accountId, (draft) => permissions.setCell(draft, accountId, cell, level)),
    "permissions:setTool": ({ accountId, tool, on }) =>
      changePermissions(accountId, (draft) => permissions.setTool(draft, accountId, tool, on)),
    "permissions:setConfirmsItself": ({ accountId, on }) =>
      changePermissions(accountId, (draft) => permissions.setConfirmsItself(draft, accountId, on)),
    "permissions:reset": ({ accountId }) =>
      changePermissions(accountId, (draft) => permissions.resetPermissions(draft, accountId)),
    "permissions:limitClient": ({ accountId, clientId, limit }) =>
      changePermissions(accountId, (draft) => permissions.limitClient(draft, accountId, clientId, limit)),
  };
}
