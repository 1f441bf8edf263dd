import type { Database } from "../store/database";
import { emailOf, PeopleError } from "./person";

/** The addresses by which invited and active users are recognized. Each belongs to one user; a removal frees it. */
export class Addresses {
  constructor(private readonly database: Database) {}

  /**
   * @param address as `emailOf` returns it
   * @throws PeopleError `exists` where it is another user's
   */
  async add(person: string, address: string): Promise<void> {
    await this.database.run(
      "INSERT INTO person_addresses (address, person_id) VALUES (?, ?) ON CONFLICT (address) DO NOTHING",
      [address, person],
    );
    const owner = await this.database.first<{ person_id: string }>(
      "SELECT person_id FROM person_addresses WHERE address = ?",
      [address],
    );
    if (owner?.person_id !== person) throw new PeopleError("exists", `Another user has the address ${address}.`);
  }

  /**
   * The user has these addresses and no others.
   * @param texts as the directory sent them; what is no address is left out
   * @throws PeopleError `exists`
   */
  async replace(person: string, texts: readonly string[]): Promise<void> {
    await this.removeAll(person);
    for (const address of new Set(texts.flatMap(addressesIn))) await this.add(person, address);
  }

  async remove(person: string, address: string): Promise<void> {
    await this.database.run("DELETE FROM person_addresses WHERE person_id = ? AND address = ?", [person, address]);
  }

  async removeAll(person: string): Promise<void> {
    await this.database.run("DELETE FROM person_addresses WHERE person_id = ?", [person]);
  }
}

function addressesIn(text: string): string[] {
  try {
    return [emailOf(text)];
  } catch {
    return [];
  }
}
