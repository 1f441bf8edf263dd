import { notSaved } from "../../app/failure";
import { clientLinkTarget } from "../../windows/links";
import type { ClientView } from "../contract/clients";
import type { HandlersOf } from "../handle";
import type { HandlerDeps } from "./deps";
import { forOnePage } from "./for-one-page";

/** AI clients on this computer. */
export function clientHandlers({
  clients,
  system,
  notifyClients,
}: Pick<HandlerDeps, "clients" | "system" | "notifyClients">): HandlersOf<"clients" | "clipboard"> {
  const watchClients = forOnePage(() => clients.watch(notifyClients));
  const changeClient = async (run: () => Promise<ClientView>) => {
    const view = await run();
    notifyClients(await clients.list());
    return view;
  };
  return {
    "clients:list": () => clients.list(),
    "clients:plan": ({ clientId, action }) => clients.plan(clientId, action),
    "clients:register": ({ clientId }) => changeClient(() => clients.register(clientId)),
    "clients:unregister": ({ clientId }) => changeClient(() => clients.unregister(clientId)),
    "clients:unregisterAll": async () => {
      const done = await clients.unregisterAll();
      notifyClients(await clients.list());
      return done;
    },
    "clients:open": async ({ clientId }) => system.openLink(clientLinkTarget(await clients.linkOf(clientId))),
    "clients:watch": ({ on }, sender) => watchClients(on, sender),
    "clients:reveal": async ({ clientId }) => {
      const path = await clients.fileOf(clientId);
      if (path === null) throw notSaved("not_found", "This client has no file yet.");
      system.reveal(path);
    },
    "clients:extension": () => clients.extension(),
    "clients:saveExtension": async () => {
      const path = await system.chooseExtension("punchcard.mcpb");
      if (path === null) return { saved: false };
      await clients.saveExtension(path);
      system.reveal(path);
      return { saved: true };
    },
    "clients:snippets": () => clients.snippets(),
    "clipboard:copy": ({ text }) => system.copy(text),
  };
}
