import type {
  AuthenticationResponseJSON,
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import type { Clock, Database } from "../store/database";
import type { BrowserStates } from "./browser-states";
import { holdPerson } from "./hold-person";
import { type PersonRow, personColumns, toPerson } from "./people-repository";
import { nameOf, PeopleError, type Person } from "./person";
import { SignInError } from "./sign-in-error";

/** Late: the start of the server does not wait for it. */
const webauthn = () => import("@simplewebauthn/server");

/** How long the browser's question may stay open, in milliseconds. */
const questionLimit = 5 * 60_000;

export interface Passkey {
  id: string;
  name: string;
  createdAt: number;
  lastUsedAt: number | null;
}

/** A checked new passkey, ready for `store`. */
export interface NewPasskey {
  id: string;
  publicKey: Uint8Array;
  counter: number;
  transports: string;
}

/** Passkeys: the browser proves a key that never leaves the person's device, and that the person unlocked it. */
export class Passkeys {
  constructor(
    private readonly database: Database,
    private readonly states: BrowserStates,
    private readonly publicUrl: URL,
    private readonly clock: Clock,
  ) {}

  /** What the browser is asked for a new one. @returns also the token for the cookie */
  async beginAdding(person: Person): Promise<{ options: PublicKeyCredentialCreationOptionsJSON; state: string }> {
    const known = await this.database.all<{ id: string }>("SELECT id FROM passkeys WHERE person_id = ?", [person.id]);
    const options = await (await webauthn()).generateRegistrationOptions({
      rpName: "Punchcard",
      rpID: this.publicUrl.hostname,
      userID: new TextEncoder().encode(person.id),
      userName: person.email,
      userDisplayName: person.name,
      attestationType: "none",
      excludeCredentials: known,
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
    });
    const state = await this.states.put("passkey-new", [options.challenge, person.id], questionLimit);
    return { options, state };
  }

  /** @throws SignInError `expired`, `refused` */
  async finishAdding(person: string, state: string, response: RegistrationResponseJSON): Promise<NewPasskey> {
    const [challenge, asked] = (await this.states.take<[string, string]>("passkey-new", state)) ?? [];
    if (challenge === undefined || asked !== person) throw tooLate();
    const { verified, registrationInfo } = await (await webauthn())
      .verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.publicUrl.origin,
        expectedRPID: this.publicUrl.hostname,
        requireUserVerification: true,
      })
      .catch(refuse);
    if (!verified || !registrationInfo) throw refused();
    const { id, publicKey, counter, transports } = registrationInfo.credential;
    return { id, publicKey, counter, transports: JSON.stringify(transports ?? []) };
  }

  /** @throws PeopleError `removed`; SignInError `refused` where the passkey is known already */
  async store(inside: Database, person: string, passkey: NewPasskey, name: string): Promise<void> {
    if (!(await holdPerson(inside, person))) throw new PeopleError("removed", "This person was removed.");
    const added = await inside.run(
      `INSERT INTO passkeys (id, person_id, public_key, counter, transports, name, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
      [passkey.id, person, passkey.publicKey, passkey.counter, passkey.transports, nameOf(name, 60), this.clock()],
    );
    if (added === 0) throw refused();
  }

  /** What the browser is asked to sign in; it offers the passkeys that it has, whoever is there. */
  async beginSignIn(): Promise<{ options: PublicKeyCredentialRequestOptionsJSON; state: string }> {
    const options = await (await webauthn()).generateAuthenticationOptions({
      rpID: this.publicUrl.hostname,
      userVerification: "required",
    });
    return { options, state: await this.states.put("passkey", options.challenge, questionLimit) };
  }

  /** @throws SignInError `expired`; `refused`, the same for an unknown passkey and a wrong answer */
  async finishSignIn(state: string, response: AuthenticationResponseJSON): Promise<Person> {
    const challenge = await this.states.take<string>("passkey", state);
    if (challenge === undefined) throw tooLate();
    const row = await this.database.first<
      PersonRow & { public_key: Uint8Array<ArrayBuffer>; counter: number; transports: string }
    >(
      `SELECT ${personColumns}, public_key, counter, transports FROM people JOIN passkeys ON person_id = people.id
       WHERE passkeys.id = ? AND status = 'active'`,
      [String(response.id)],
    );
    if (!row) throw refused();
    const transports = JSON.parse(row.transports) as AuthenticatorTransport[];
    const { verified, authenticationInfo } = await (await webauthn())
      .verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge,
        expectedOrigin: this.publicUrl.origin,
        expectedRPID: this.publicUrl.hostname,
        requireUserVerification: true,
        credential: { id: response.id, publicKey: row.public_key, counter: row.counter, transports },
      })
      .catch(refuse);
    // The browser told whose passkey it took; a row that was moved to somebody else is not theirs.
    const owner = response.response.userHandle;
    if (!verified || owner === undefined || Buffer.from(owner, "base64url").toString() !== row.id) throw refused();
    if (!(await this.count(response.id, authenticationInfo.newCounter))) throw refused();
    return toPerson(row);
  }

  /** Newest first. */
  async list(person: string): Promise<Passkey[]> {
    const rows = await this.database.all<{ id: string; name: string; created_at: number; last_used_at: number | null }>(
      "SELECT id, name, created_at, last_used_at FROM passkeys WHERE person_id = ? ORDER BY created_at DESC, id",
      [person],
    );
    return rows.map(({ id, name, created_at: createdAt, last_used_at: lastUsedAt }) => ({
      id,
      name,
      createdAt,
      lastUsedAt,
    }));
  }

  /** Only one of this person's own. @returns whether there was one */
  async forget(person: string, id: string): Promise<boolean> {
    return (await this.database.run("DELETE FROM passkeys WHERE person_id = ? AND id = ?", [person, id])) === 1;
  }

  /** A counter that does not grow is that of a copied key; passkeys that are synced count nothing. */
  private async count(id: string, counter: number): Promise<boolean> {
    const counted = await this.database.run(
      "UPDATE passkeys SET counter = ?, last_used_at = ? WHERE id = ? AND (counter < ? OR (counter = 0 AND ? = 0))",
      [counter, this.clock(), id, counter, counter],
    );
    return counted === 1;
  }
}

const refused = () => new SignInError("refused", "This passkey was not accepted.");
/** The library's messages name what was expected; people are told that it did not work. */
const refuse = (): never => {
  throw refused();
};
const tooLate = () => new SignInError("expired", "This took too long, or began in another browser. Try again.");
