import type { Clock, Database } from "../../store/database";
import type { OffBoarding } from "../off-boarding";
import { PeopleRepository } from "../people-repository";
import { emailOf, PeopleError, type Person } from "../person";
import {
  addressOfFilter,
  changeOf,
  listOf,
  patchOf,
  ScimError,
  serviceProviderConfig,
  type UserChange,
  userOf,
} from "./messages";

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

/** Most of one page. */
const pageSize = 100;

/**
 * SCIM 2.0 for the company's directory (RFC 7643, 7644): users alone. What it is for is `active: false`, which removes a
 * person with everything they had.
 */
export class Scim {
  private readonly people: PeopleRepository;

  constructor(
    private readonly database: Database,
    private readonly offBoarding: OffBoarding,
    private readonly origin: string,
    clock: Clock,
  ) {
    this.people = new PeopleRepository(database, clock);
  }

  /** @throws ScimError; StoreError */
  async handle({ method, path, query, body }: ScimRequest): Promise<ScimAnswer> {
    const [kind, id, ...more] = path.split("/").filter((part) => part !== "");
    if (kind === "ServiceProviderConfig" && method === "GET") return { status: 200, body: serviceProviderConfig };
    if (kind !== "Users" || more.length > 0) throw new ScimError(404, "There is nothing here but Users.");
    try {
      if (id === undefined) return await this.all(method, query, body);
      const person = await this.people.find(id);
      if (!person) throw new ScimError(404, "There is no such user.");
      return await this.one(method, person, body);
    } catch (error) {
      if (!(error instanceof PeopleError)) throw error;
      if (error.code === "exists") throw new ScimError(409, error.message, "uniqueness");
      throw new ScimError(400, error.message, "invalidValue");
    }
  }

  private async all(method: string, query: URLSearchParams, body: ScimRequest["body"]): Promise<ScimAnswer> {
    if (method === "GET") return { status: 200, body: await this.search(query) };
    if (method !== "POST") throw notAllowed();
    const { email, name, active } = changeOf(await body());
    if (email === undefined) throw new ScimError(400, "userName is missing.", "invalidValue");
    if (active === false) throw new ScimError(400, "Somebody new is active.", "invalidValue");
    // They get in by the company's sign-in or an invitation, and are active then.
    const person = await this.people.create({
      email,
      name: name ?? email,
      group: null,
      isAdmin: false,
      status: "invited",
    });
    return { status: 201, body: userOf(person, this.origin) };
  }

  private async one(method: string, person: Person, body: ScimRequest["body"]): Promise<ScimAnswer> {
    if (method === "GET") return { status: 200, body: userOf(person, this.origin) };
    if (method === "DELETE") {
      await this.offBoarding.remove(person.id, "directory");
      return { status: 204 };
    }
    if (method !== "PUT" && method !== "PATCH") throw notAllowed();
    const given = await body();
    await this.change(person, method === "PUT" ? changeOf(given) : patchOf(given));
    const changed = await this.people.find(person.id);
    return { status: 200, body: userOf(changed ?? person, this.origin) };
  }

  private async change(person: Person, { email, name, active }: UserChange): Promise<void> {
    // First, and whatever becomes of the rest: who left must not stay in for a name that is too long.
    if (active === false) await this.offBoarding.remove(person.id, "directory");
    if (active === true) await this.people.bringBack(person.id);
    await this.database.transaction(async (inside) => {
      const people = this.people.within(inside);
      if (email !== undefined && emailOf(email) !== person.email) await people.setEmail(person.id, email);
      if (name !== undefined && name !== person.name) await people.rename(person.id, name);
    });
  }

  private async search(query: URLSearchParams): Promise<unknown> {
    const filter = query.get("filter");
    const start = Math.max(1, numberOf(query, "startIndex", 1));
    if (filter !== null) {
      // What is no address is nobody's.
      const found = await this.people.findByEmail(addressOfFilter(filter)).catch((error: unknown) => {
        if (error instanceof PeopleError) return undefined;
        throw error;
      });
      const resources = found ? [userOf(found, this.origin)] : [];
      return listOf(resources, resources.length, 1);
    }
    const count = Math.min(pageSize, Math.max(0, numberOf(query, "count", pageSize)));
    const { people, total } = await this.people.page(start - 1, count);
    const resources = people.map((person) => userOf(person, this.origin));
    return listOf(resources, total, start);
  }
}

function numberOf(query: URLSearchParams, name: string, byDefault: number): number {
  const text = query.get(name);
  if (text === null) return byDefault;
  if (!/^-?\d{1,9}$/.test(text)) throw new ScimError(400, `${name} is a number.`, "invalidValue");
  return Number(text);
}

const notAllowed = () => new ScimError(405, "This address does not take that method.");
