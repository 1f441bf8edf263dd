import type { ServerEventBus } from "@modelcontextprotocol/server";
import type { ServerDeps } from "../../server/create-server";
import type { Grant } from "../oauth/grants";

/** What one person's clients are served from; kept by who opens it for as long as it is used. */
interface PersonServer {
  /** What the factory of stdio takes, with this person's accounts, permissions within the grant, journal and confirmation. */
  deps: ServerDeps;
  /** Tells of changes of this person alone: events of the SDK name no person, so it is never shared. */
  bus: ServerEventBus;
}

/** @throws where the store cannot be read; the request is then answered with 503 */
export type OpenPerson = (person: string, grant: Grant) => Promise<PersonServer>;
