import type { Clock, Database } from "../../store/database";
import { DirectoryGroups } from "../directory-groups";
import type { OffBoarding } from "../off-boarding";
import { PeopleRepository } from "../people-repository";
import { PeopleError } from "../person";
import { ScimGroups } from "./groups";
import { listOf, ScimError, serviceProviderConfig } from "./messages";
import { type DirectoryAction, type Done, ScimUsers } from "./users";

export interface ScimRequest {
  method: string;
  /** Below `/scim/v2`: `/Users/1`. */
  path: string;
  query: URLSearchParams;
  /** Read when it is needed. @throws ScimError */
  body(): Promise<unknown>;
}

export interface ScimAnswer {
  status: number;
  body?: unknown;
}

/**
 * Puts a request of the directory in the audit log.
 * @param about id of the user or group; absent: it was refused before it concerned one
 * @param refused the status of a refusal; absent: it was done
 */
export type DirectoryLog = (
  action: DirectoryAction | "directory_refused",
  about?: string,
  refused?: number,
) => Promise<void>;

/**
 * SCIM 2.0 for the company's directory (RFC 7643, 7644): users and groups. `active: false` removes a user with everything
 * that they had.
 */
export class Scim {
  private readonly users: ScimUsers;
  private readonly groups: ScimGroups;

  constructor(
    database: Database,
    offBoarding: OffBoarding,
    origin: string,
    clock: Clock,
    private readonly log: DirectoryLog,
  ) {
    const people = new PeopleRepository(database, clock);
    this.users = new ScimUsers(database, people, offBoarding, origin);
    this.groups = new ScimGroups(database, new DirectoryGroups(database, clock), this.users, origin);
  }

  /** @throws ScimError; StoreError */
  async handle(request: ScimRequest): Promise<ScimAnswer> {
    const [, id] = partsOf(request.path);
    try {
      const { action, about, ...answer } = await this.answer(request);
      if (action) await this.log(action, about);
      return answer;
    } catch (error) {
      const refusal = error instanceof PeopleError ? refusalOf(error) : error;
      if (refusal instanceof ScimError && request.method !== "GET")
        await this.log("directory_refused", id, refusal.status);
      throw refusal;
    }
  }

  private async answer({ method, path, query, body }: ScimRequest): Promise<Done> {
    const [kind, id, ...more] = partsOf(path);
    if (method === "GET" && more.length === 0 && id === undefined) {
      if (kind === "ServiceProviderConfig") return { status: 200, body: serviceProviderConfig };
      if (kind === "ResourceTypes") return { status: 200, body: listOf(resourceTypes, resourceTypes.length, 1) };
    }
    if ((kind !== "Users" && kind !== "Groups") || more.length > 0)
      throw new ScimError(404, "There is nothing here but Users and Groups.");
    const { users, groups } = this;
    if (id === undefined) {
      if (method === "GET") return kind === "Users" ? users.search(query) : groups.search(query);
      if (method === "POST") return kind === "Users" ? users.add(await body()) : groups.add(await body());
      throw notAllowed();
    }
    if (method === "GET") return kind === "Users" ? users.read(id) : groups.read(id, query);
    if (method === "DELETE") return kind === "Users" ? users.remove(id) : groups.remove(id);
    if (method === "PUT")
      return kind === "Users" ? users.change(id, await body(), true) : groups.replace(id, await body());
    if (method === "PATCH")
      return kind === "Users" ? users.change(id, await body(), false) : groups.change(id, await body());
    throw notAllowed();
  }
}

const partsOf = (path: string) => path.split("/").filter((part) => part !== "");

const refusalOf = ({ code, message }: PeopleError) =>
  code === "exists" ? new ScimError(409, message, "uniqueness") : new ScimError(400, message, "invalidValue");

const resourceTypes = (["User", "Group"] as const).map((name) => ({
  schemas: ["urn:ietf:params:scim:schemas:core:2.0:ResourceType"],
  id: name,
  name,
  endpoint: `/${name}s`,
  schema: `urn:ietf:params:scim:schemas:core:2.0:${name}`,
}));

const notAllowed = () => new ScimError(405, "This address does not take that method.");
