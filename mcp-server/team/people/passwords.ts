import type { Clock, Database } from "../store/database";
import { holdPerson } from "./hold-person";
import { LockOut } from "./lock-out";
import { checkNewPassword, hashPassword, isPassword } from "./password";
import { type PersonRow, personColumns, toPerson } from "./people-repository";
import { emailOf, PeopleError, type Person } from "./person";
import { SignInError } from "./sign-in-error";

/** Sign-in by e-mail address and password, for companies without a sign-in of their own. */
export class Passwords {
  private readonly lockOut: LockOut;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {
    this.lockOut = new LockOut(database, clock);
  }

  /**
   * @param from network address of who tries
   * @throws SignInError `refused`, the same for an unknown email address and a wrong password; `locked`
   */
  async signIn(email: string, password: string, from: string): Promise<Person> {
    const address = addressOf(email);
    const wait = await this.lockOut.begin(address, from);
    if (wait > 0) throw new SignInError("locked", "There were too many tries. Wait a little, then try again.", wait);
    const row = await this.database.first<PersonRow & { hash: string }>(
      `SELECT ${personColumns}, hash FROM people JOIN passwords ON person_id = people.id
       WHERE email = ? AND status = 'active'`,
      [address],
    );
    if (!(await isPassword(password, row?.hash)) || !row)
      throw new SignInError("refused", "The address or the password is not right.");
    await this.lockOut.succeeded(address, from);
    return toPerson(row);
  }

  /** @throws PeopleError `invalid`, for the person */
  async prepare(password: string, person: Pick<Person, "email" | "name">): Promise<string> {
    checkNewPassword(password, [person.email, person.email.split("@")[0] ?? "", person.name]);
    return hashPassword(password);
  }

  /**
   * Stores what `prepare` made; deriving it takes too long for a transaction. Browsers that were signed in stay so.
   * @throws PeopleError `removed`
   */
  async store(inside: Database, person: string, hash: string): Promise<void> {
    if (!(await holdPerson(inside, person))) throw new PeopleError("removed", "This person was removed.");
    await inside.run(
      `INSERT INTO passwords (person_id, hash, changed_at) VALUES (?, ?, ?)
       ON CONFLICT (person_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at`,
      [person, hash, this.clock()],
    );
  }
}

/** What is no address is tried like one, so that the answer is the same. */
function addressOf(email: string): string {
  try {
    return emailOf(email);
  } catch {
    return email.slice(0, 300);
  }
}
