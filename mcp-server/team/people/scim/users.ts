import type { Database } from "../../store/database";
import { Addresses } from "../addresses";
import { type DirectoryUser, DirectoryUsers } from "../directory-users";
import type { OffBoarding } from "../off-boarding";
import { type PeopleRepository, type PersonRow, personColumns, toPerson } from "../people-repository";
import { emailOf, PeopleError, type Person } from "../person";
import { comparisonsOf, pageOf } from "./filter";
import { changeOf, listOf, patchOf, ScimError, type UserChange, userOf } from "./messages";

/** What the audit log says of a request. */
export type DirectoryAction =
  | ("directory_add_user" | "directory_change_user" | "directory_remove_user" | "directory_restore_user")
  | ("directory_change_group" | "directory_remove_group");

/** What a request did, for its answer and the audit log. */
export interface Done {
  status: number;
  body?: unknown;
  /** Absent: it only read. */
  action?: DirectoryAction;
  /** Id of the user or group that it is about. */
  about?: string;
}

/** A user, and what the directory calls them. */
interface Known {
  person: Person;
  entry: DirectoryUser | undefined;
}

/** `/Users` of SCIM. The directory is the authority, except over whom an admin removed here. */
export class ScimUsers {
  constructor(
    private readonly database: Database,
    private readonly people: PeopleRepository,
    private readonly offBoarding: OffBoarding,
    private readonly origin: string,
  ) {}

  /** @throws ScimError, PeopleError, StoreError */
  async add(body: unknown): Promise<Done> {
    const change = changeOf(body);
    const { userName, email = userName, name = email, active } = change;
    if (userName === undefined || email === undefined || name === undefined)
      throw new ScimError(400, "userName is missing.", "invalidValue");
    if (active === false) throw new ScimError(400, "Somebody new is active.", "invalidValue");
    const former = await this.withExternalId(change.externalId);
    if (former) return this.addAgain(former, change);
    const person = await this.database.transaction(async (inside) => {
      const people = this.people.within(inside);
      // Who signed in or was invited before the directory sent them is theirs from now on.
      const known = await this.unclaimed(inside, [email, userName, ...(change.emails ?? [])]);
      // They get in by the company's sign-in or an invitation, and are active then.
      const person = known ?? (await people.create({ email, name, group: null, isAdmin: false, status: "invited" }));
      await this.write(inside, { person, entry: undefined }, change);
      return person.id;
    });
    return this.answer(201, "directory_add_user", person);
  }

  async search(query: URLSearchParams): Promise<Done> {
    const filter = query.get("filter");
    if (filter !== null) {
      const found = await this.matches(filter);
      return {
        status: 200,
        body: listOf(
          found.map((one) => this.show(one)),
          found.length,
          1,
        ),
      };
    }
    const { start, count } = pageOf(query);
    // Who was removed is listed while the directory has not deleted them.
    const shown =
      "FROM people LEFT JOIN directory_users d ON d.person_id = people.id WHERE status <> 'removed' OR d.id IS NOT NULL";
    const total = await this.database.first<{ n: number }>(`SELECT count(*) AS n ${shown}`);
    const rows = await this.database.all<PersonRow>(
      `SELECT ${personColumns} ${shown} ORDER BY email, people.id LIMIT ? OFFSET ?`,
      [count, start - 1],
    );
    const known = await Promise.all(rows.map(async (row) => this.withEntry(toPerson(row))));
    return {
      status: 200,
      body: listOf(
        known.map((one) => this.show(one)),
        total?.n ?? 0,
        start,
      ),
    };
  }

  async read(id: string): Promise<Done> {
    return { status: 200, body: this.show(await this.known(id)) };
  }

  /** @param isWhole all attributes are sent, as PUT does */
  async change(id: string, body: unknown, isWhole: boolean): Promise<Done> {
    const known = await this.known(id);
    const change = isWhole ? changeOf(body) : patchOf(body);
    const { person, entry } = known;
    const isOther =
      change.externalId !== undefined && entry?.externalId != null && change.externalId !== entry.externalId;
    if (person.status === "removed" && isOther)
      throw new ScimError(400, "This user was removed; another externalId is another user.", "mutability");
    // First, and whatever becomes of the rest: who left must not stay in for a name that is too long.
    if (change.active === false) {
      await this.ensureEntry(known);
      await this.offBoarding.remove(person.id, "directory");
    }
    const isRestored =
      change.active === true && person.status === "removed" && (await this.people.reactivate(person.id));
    const { person: now } = await this.known(id);
    await this.database.transaction((inside) => this.write(inside, { person: now, entry }, change));
    const action = isRestored
      ? "directory_restore_user"
      : change.active === false
        ? "directory_remove_user"
        : "directory_change_user";
    return this.answer(200, action, person.id);
  }

  async remove(id: string): Promise<Done> {
    const { person, entry } = await this.known(id);
    await this.offBoarding.remove(person.id, "directory");
    if (entry) await new DirectoryUsers(this.database).delete(entry.id);
    return { status: 204, action: "directory_remove_user", about: person.id };
  }

  /** Id of the user whom the directory calls so; undefined: nobody, or they were removed. */
  async memberOf(id: string): Promise<string | undefined> {
    const known = await this.find(id);
    return known && known.person.status !== "removed" ? known.person.id : undefined;
  }

  /** The directory sends somebody again whom it had deactivated, or whom an admin removed. */
  private async addAgain({ person, entry }: Known, change: UserChange): Promise<Done> {
    if (person.status !== "removed") throw new ScimError(409, "There is a user with this externalId.", "uniqueness");
    if (!(await this.people.reactivate(person.id)))
      throw new ScimError(409, "An admin removed this user here, and can invite them again.", "uniqueness");
    await this.database.transaction((inside) => this.write(inside, { person, entry }, change));
    return this.answer(201, "directory_restore_user", person.id);
  }

  private async write(inside: Database, { person, entry }: Known, change: UserChange): Promise<void> {
    const people = this.people.within(inside);
    const { userName, name, externalId } = change;
    const directory = new DirectoryUsers(inside);
    const saved = {
      id: entry?.id ?? person.id,
      person: person.id,
      externalId: externalId ?? entry?.externalId ?? null,
      userName: userName ?? entry?.userName ?? person.email,
    };
    if (name !== undefined && name !== person.name) await people.rename(person.id, name);
    if (person.status === "removed") return directory.save(saved);
    const email = mainAddress(change, person, entry);
    if (email !== undefined) await people.setEmail(person.id, email);
    await directory.save(saved);
    const addresses = new Addresses(inside);
    const all = [email ?? person.email, saved.userName, ...(change.emails ?? [])];
    if (change.emails !== undefined || userName !== undefined) await addresses.replace(person.id, all);
  }

  /** Somebody with one of these addresses whom no directory has claimed. */
  private async unclaimed(inside: Database, addresses: readonly string[]): Promise<Person | undefined> {
    const people = this.people.within(inside);
    for (const address of addresses) {
      const person = await byAddress(people, address);
      if (person && !(await new DirectoryUsers(inside).of(person.id))) return person;
    }
    return undefined;
  }

  private async matches(filter: string): Promise<Known[]> {
    let found: Known[] | undefined;
    for (const { attribute, value } of comparisonsOf(filter)) {
      const matching = await this.matching(attribute, value);
      found = found ? found.filter(({ person }) => person.id === matching?.person.id) : matching ? [matching] : [];
    }
    return found ?? [];
  }

  private async matching(attribute: string, value: string): Promise<Known | undefined> {
    if (attribute === "id") return this.find(value);
    if (attribute === "externalid") return this.withExternalId(value);
    if (!["username", "emails", "emails.value", 'emails[type eq "work"].value'].includes(attribute))
      throw new ScimError(400, `Users cannot be filtered by ${attribute}.`, "invalidFilter");
    const entry = attribute === "username" ? await new DirectoryUsers(this.database).findByUserName(value) : undefined;
    if (entry) return this.find(entry.id);
    const person = await byAddress(this.people, value);
    return person && this.withEntry(person);
  }

  private async withExternalId(externalId: string | undefined): Promise<Known | undefined> {
    const entry =
      externalId === undefined ? undefined : await new DirectoryUsers(this.database).findByExternalId(externalId);
    return entry && this.find(entry.id);
  }

  private async ensureEntry({ person, entry }: Known): Promise<void> {
    if (!entry)
      await new DirectoryUsers(this.database).save({
        ...{ id: person.id, person: person.id, externalId: null, userName: person.email },
      });
  }

  private async withEntry(person: Person): Promise<Known> {
    return { person, entry: await new DirectoryUsers(this.database).of(person.id) };
  }

  private async find(id: string): Promise<Known | undefined> {
    const entry = await new DirectoryUsers(this.database).find(id);
    const person = await this.people.find(entry?.person ?? id);
    if (!person) return undefined;
    if (entry) return { person, entry };
    // Of whom the directory knows by another id, or who was deleted there, nothing is shown by this one.
    const known = await this.withEntry(person);
    return known.entry || person.status === "removed" ? undefined : known;
  }

  private async known(id: string): Promise<Known> {
    const known = await this.find(id);
    if (!known) throw new ScimError(404, "There is no such user.");
    return known;
  }

  private async answer(status: number, action: DirectoryAction, person: string): Promise<Done> {
    const now = await this.people.find(person);
    if (!now) throw new ScimError(404, "There is no such user.");
    return { status, body: this.show(await this.withEntry(now)), action, about: person };
  }

  private show({ person, entry }: Known) {
    return userOf(person, entry, this.origin);
  }
}

/** What is no address is nobody's. */
async function byAddress(people: PeopleRepository, address: string): Promise<Person | undefined> {
  try {
    return await people.findByEmail(address);
  } catch (error) {
    if (error instanceof PeopleError) return undefined;
    throw error;
  }
}

/** undefined: it stays. A name of the directory is the address where it sends no other. @throws PeopleError `invalid` */
function mainAddress(
  { email, userName }: UserChange,
  person: Person,
  entry: DirectoryUser | undefined,
): string | undefined {
  if (email !== undefined) return emailOf(email);
  const wasName = entry === undefined || entry.userName.toLowerCase() === person.email;
  return userName !== undefined && wasName ? emailOf(userName) : undefined;
}
