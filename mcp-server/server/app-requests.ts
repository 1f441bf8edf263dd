import type { Server } from "@modelcontextprotocol/server";
import { handleActivity } from "./activity";
import type { AppRequestDeps } from "./dispatch-deps";
import { handleImports } from "./imports/handle";
import { handleLostChanges } from "./lost-changes";
import { handleProjects } from "./projects";

/** What only the app may ask. Only to be called where the app has proven to be the other end. */
export function handleAppRequests(server: Server, deps: AppRequestDeps): void {
  handleActivity(server, deps);
  handleProjects(server, deps);
  handleImports(server, deps);
  handleLostChanges(server, deps);
}
