import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";

/** Connecting services and leaving them. */
export function accountHandlers({
  accounts,
  facts,
  system,
}: Pick<HandlerDeps, "accounts" | "facts" | "system">): HandlersOf<"accounts"> {
  return {
    "accounts:connect": async (request) => {
      const account = await accounts.connect(request);
      return facts.view(account, accounts.isSessionOnly(account.id));
    },
    "accounts:findSignIn": async ({ url, caFile }) => ({ origin: await accounts.findSignIn(url, caFile) }),
    "accounts:signIn": async (request) => {
      const account = await accounts.signIn(request);
      return facts.view(account, accounts.isSessionOnly(account.id));
    },
    "accounts:cancelConnect": () => accounts.cancelConnect(),
    "accounts:disconnect": ({ accountId }) => accounts.disconnect(accountId),
    "accounts:setTarget": ({ accountId, targetSeconds }) => accounts.setTarget(accountId, targetSeconds),
    "accounts:chooseCaFile": async () => ({ path: await system.chooseCaFile() }),
  };
}
