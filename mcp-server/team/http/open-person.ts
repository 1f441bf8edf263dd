import type { Server, ServerEventBus } from "@modelcontextprotocol/server";
import type { Grant } from "../oauth/grants";

/** What one person's clients are served from; kept by who opens it for as long as it is used. */
interface PersonServer {
  /** A server for one request, with this person's accounts, permissions within the grant, journal and confirmation. */
  create(): Server;
  /** Tells of changes of this person alone: events of the SDK name no person, so it is never shared. */
  bus: ServerEventBus;
}

/** @throws where the store cannot be read; the request is then answered with 503 */
export type OpenPerson = (person: string, grant: Grant) => Promise<PersonServer>;
