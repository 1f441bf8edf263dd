import type { PolicyState } from "#core/domain/company-policy/index";
import { InputError, ServiceError } from "#core/domain/errors";
import { cleanText } from "#core/domain/text";
import { AccountError } from "../accounts/account-error";
import { type ConnectDeps, type ConnectInput, type ProvenAccount, proveAccount } from "../accounts/connect";
import type { PeopleRepository } from "../people/people-repository";
import { emailOf, PeopleError, type Person } from "../people/person";

/** In milliseconds, for each entry. */
const patience = 30_000;

/** One person of a foreign file, with the credential of theirs that stood there. */
export interface UserEntry {
  /** How the file calls them. */
  name: string;
  /** E-mail address, or another name that the company's sign-in knows them by. */
  identity?: string;
  account: ConnectInput & { url: string };
}

export interface ImportUsersDeps {
  people: PeopleRepository;
  connect: ConnectDeps;
  bound: PolicyState;
  /** false: tells what it would do, and changes nothing. */
  isForReal: boolean;
  /** Of those who are new here; null: none. */
  group: string | null;
  /** One line for whoever runs it. Never holds a token. */
  print(line: string): void;
}

/**
 * Connects the accounts of a foreign server's people: each credential is proven at its service first. What a person has
 * here already stays as it is, so it can be run again.
 * @returns who is new and has no way in yet; `isWhole`: every entry is connected, or was before
 */
export async function importUsers(
  entries: readonly UserEntry[],
  deps: ImportUsersDeps,
): Promise<{ invited: Person[]; isWhole: boolean }> {
  const invited = new Map<string, Person>();
  const seen = new Set<string>();
  let isWhole = true;
  for (const entry of entries) {
    try {
      const person = await importOne(entry, seen, deps);
      if (person?.status === "invited") invited.set(person.id, person);
    } catch (error) {
      isWhole = false;
      deps.print(`not taken over: ${entry.name}: ${reason(error)}`);
    }
  }
  return { invited: [...invited.values()], isWhole };
}

async function importOne({ name, identity, account }: UserEntry, seen: Set<string>, deps: ImportUsersDeps) {
  const { people, connect, bound, isForReal, print } = deps;
  const told = addressOf(identity);
  const proven = await proveAccount({ email: told ?? "" }, account, bound, connect, AbortSignal.timeout(patience));
  const email = told ?? addressOf(proven.facts.person.email);
  if (email === undefined)
    throw new PeopleError("invalid", 'whose it is cannot be told: add "email": "name@example.org" to it.');
  const known = await people.findByEmail(email);
  if (!known && (await people.findRemoved(email)))
    throw new PeopleError("removed", `${email} was removed here; invite them first if they are to come back.`);
  const whose = `${email}${told === undefined ? " (the address that the service tells)" : ""}`;
  const what = `${proven.draft.label} as ${cleanText(proven.facts.person.name, 80)}`;
  const place = `${email} ${proven.draft.url}`;
  if (seen.has(place)) throw new PeopleError("exists", `${email} stands in the file twice with ${account.url}.`);
  seen.add(place);
  const accounts = known ? await connect.accounts.of(known.id) : [];
  if (accounts.some(({ settings: { url } }) => url === proven.draft.url)) {
    print(`${name}: ${whose} is connected to ${account.url} already; nothing is changed for it.`);
    return undefined;
  }
  if (!isForReal) {
    print(`${name}: would connect ${whose}${known ? "" : ", new here,"} to ${what}`);
    return undefined;
  }
  const person = known ?? (await create(email, proven, deps));
  await connect.accounts.keep(person.id, proven.draft, proven.facts.person.id, proven.secret);
  print(`${name}: connected ${whose} to ${what}`);
  return person;
}

const create = (email: string, { facts }: ProvenAccount, { people, group }: ImportUsersDeps) =>
  people.create({
    ...{ email, group },
    name: cleanText(facts.person.name, 80) || email,
    isAdmin: false,
    status: "invited",
  });

/** undefined: it is no e-mail address, but a number or a name of the company's sign-in. */
function addressOf(identity: string | undefined): string | undefined {
  try {
    return identity === undefined ? undefined : emailOf(identity);
  } catch {
    return undefined;
  }
}

/** In words; nothing that a service or a file said, and no advice for whoever sits before the app. */
function reason(error: unknown): string {
  const isKnown = [ServiceError, InputError, AccountError, PeopleError].some((kind) => error instanceof kind);
  if (!isKnown) throw error;
  return (error as Error).message;
}
