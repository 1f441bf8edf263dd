import type { MessageText } from "../messages/catalog";
import type { AbsencePort } from "./absences";
import type { Call, Noted, Unread } from "./call";
import type {
  AccountFacts,
  Break,
  Budget,
  Entry,
  Instant,
  Ref,
  ServiceId,
  WorkContract,
  WorkIds,
  WorkItem,
  WorkLevel,
} from "./entities";
import type { LostWritesPort } from "./lost-writes";
import type { RecordsPort } from "./records";

/** Optional parts of an entry that a person can set. `null` clears, absent leaves alone. */
export interface EntryDetails {
  text?: string | null;
  tags?: string[];
  billable?: boolean;
  exported?: boolean;
  breakSeconds?: number;
  /** When the break begins, in seconds since midnight in the person's zone; absent: the service decides, or does not know. */
  breakAt?: number;
  /** Money for the whole entry, or for each hour of it, instead of what the service would reckon. */
  fixedRate?: number | null;
  hourlyRate?: number | null;
  /** Id of another person; absent: the account's own. */
  personId?: string;
  meta?: Record<string, string | null>;
}

export interface StartDraft extends EntryDetails {
  work: WorkIds;
  /** When the work began; absent: now by the service's own clock, where it has one. */
  at?: Instant;
  /** What ran when the caller read the timer just now; absent: the adapter reads it where it needs to know. */
  running?: readonly Entry[];
}

export interface EntryDraft extends EntryDetails {
  work: WorkIds;
  begin: Instant;
  end: Instant;
}

export interface EntryPatch extends EntryDetails {
  /** The whole of what it is booked on then: a level that is not in it is cleared, where the service can be without. */
  work?: WorkIds;
  begin?: Instant;
  end?: Instant;
}

export interface Started extends Noted {
  entry: Entry;
  /** Entries that the service ended because of this start. */
  stopped: Entry[];
}

export interface Stopped extends Noted {
  /** What was ended; empty where nothing ran. */
  entries: Entry[];
}

export interface TimerReading {
  /** Newest first; more than one only where the service's limit allows it. */
  running: Entry[];
  onBreak: Break | null;
}

/**
 * Every write is sent once. When its answer does not come, the adapter reads back and returns what it found; only
 * when that fails too it throws `ServiceError` with `saved: "unknown"`.
 */
export interface TimerPort {
  /**
   * The service does not tell whether anything runs: `read` always fails, and `start` and `stop` are sent without it. They
   * hold back by themselves what would do harm.
   */
  readonly unreadable?: true;
  read(call?: Call): Promise<TimerReading>;
  start(draft: StartDraft, call?: Call): Promise<Started>;
  /** @param at end of the work; absent: now. Nothing running: an empty list, nothing sent. */
  stop(at?: Instant, call?: Call): Promise<Stopped>;
  /** Nothing running: `ServiceError` of kind `nothing_running`. */
  pause(at?: Instant, call?: Call, typeId?: string): Promise<Break & Noted>;
  /** What kinds of break this person may take; absent where a break is a break. */
  breakTypes?(call?: Call): Promise<Ref[]>;
  /**
   * Goes on with what ran before the break; no break: `ServiceError` of kind `nothing_running`.
   * @param at end of the break, not before its begin; absent: now
   */
  resume(at?: Instant, call?: Call): Promise<Started>;
  /**
   * Makes a just-ended entry run again, as if it had not been stopped.
   * @param begin where the service rounded the begin when the entry ended: the one that it had
   */
  reopen(entryId: string, call?: Call, begin?: Instant): Promise<Entry>;
  /**
   * Starts a new entry like an old one, with its text, tags and custom fields; `at` absent: now by the service's clock.
   * Absent where the service has no such call of its own: then `start` with what the old one has does it.
   */
  again?(entryId: string, at?: Instant, call?: Call): Promise<Started>;
}

export interface EntryQuery {
  /** Entries that begin in `[from, to)`. */
  from: Instant;
  to: Instant;
  /** Whose: the account's own person, everybody the caller may see, or these ids. */
  people: "me" | "everyone" | string[];
  work?: WorkIds;
  /** Only entries on one of these items. A service that has no such filter returns the others too. */
  anyWork?: { level: WorkLevel; ids: string[] };
  tags?: string[];
  text?: string;
  billable?: boolean;
  exported?: boolean;
  /** Only what still runs, or only what has ended. */
  running?: boolean;
  /** Only entries changed since then. */
  changedSince?: Instant;
}

export interface EntryPage {
  entries: Entry[];
  /** How many the whole query has, where the service tells. */
  total: number | null;
}

/** New values for many entries at once. `work`: these levels, and none below the lowest of customer to subproject; others stay. */
export interface BulkChange extends Pick<EntryPatch, "text" | "billable" | "personId"> {
  work?: WorkIds;
}

/** Counted by the service, nothing done yet. */
export interface BulkPlan {
  /** How many entries the service would act on. */
  count: number;
  /**
   * Once, and only what `prepare` was asked for. The service acts on everything that fits when it gets this, or refuses
   * because that is no longer what it counted (`conflict`).
   */
  commit(call?: Call): Promise<{ count: number } & Noted>;
}

/** Changing or deleting everything that fits a query in one go. The service alone decides what fits. */
export interface BulkPort {
  /** @throws InputError for a query that the service cannot decide */
  prepare(query: EntryQuery, change: BulkChange | "delete", call?: Call): Promise<BulkPlan>;
}

export interface TimePort {
  /** Newest first within and over the pages; every entry once. Stop reading to stop asking. */
  list(query: EntryQuery, call?: Call): AsyncIterable<EntryPage>;
  get(id: string, call?: Call): Promise<Entry>;
  create(draft: EntryDraft, call?: Call): Promise<{ entry: Entry } & Noted>;
  update(id: string, patch: EntryPatch, call?: Call): Promise<{ entry: Entry } & Noted>;
  /** Gone already: `ServiceError` of kind `not_found`. */
  remove(id: string, call?: Call): Promise<void>;
  /**
   * A new entry with everything of an ended one. A running one: `ServiceError` of kind `invalid`. Absent where the service
   * has no such call of its own: then `create` with what the old one has does it.
   */
  copy?(id: string, call?: Call): Promise<{ entry: Entry } & Noted>;
  /**
   * Whether the service changed an entry after a moment (our clock, milliseconds since 1970), also in what this user cannot
   * see. Changes within the next two seconds count as earlier. Absent where the service has no such time.
   */
  isChangedAfter?(entry: Entry, after: number, call?: Call): Promise<boolean>;
  /** Absent where the service acts on entries by id only. */
  readonly bulk?: BulkPort;
}

export interface WorkSearch {
  levels: WorkLevel[];
  /** Part of a name; the adapter may narrow with it, the caller ranks. Absent: all. */
  text?: string;
  /** Only below these. */
  within?: WorkIds;
  /** Also what cannot be booked on. */
  includeHidden?: boolean;
}

/** Work that was booked lately, unique by work and text. */
export interface RecentWork {
  work: Entry["work"];
  text: string;
  tags: string[];
  lastUsed: Instant;
}

/** A preset of one's own to start the clock with. */
export interface Favourite extends Ref {
  work: Entry["work"];
  text: string;
  billable?: boolean;
}

/** A person, with the name they sign in with where it is unique and others may know it. `gone`: deactivated. */
export type PersonRef = Ref & { login?: string; gone?: true };

export interface WorkPort {
  /**
   * Lists of names that were read before this moment (milliseconds) are read anew by whoever asks next: what is missing
   * may have been made elsewhere since. Absent: nothing is held. @returns whether there were any
   */
  refresh?(since: number): boolean;
  search(query: WorkSearch, call?: Call): Promise<WorkItem[]>;
  /** Newest first. */
  recent(limit: number, call?: Call): Promise<RecentWork[]>;
  tags(text?: string, call?: Call): Promise<Ref[]>;
  people(text?: string, call?: Call): Promise<PersonRef[]>;
  /** Absent where the service has none, or where they are entries that `again` takes (Kimai). */
  favourites?(call?: Call): Promise<Favourite[]>;
  /** Descriptions that were used before and hold this text; absent where the service does not look for them. */
  texts?(part: string, within: WorkIds, call?: Call): Promise<string[]>;
  /**
   * The lists are the person's alone: an activity that another project has, and a tag that is like no other, are made where
   * they are named. Absent: others keep them too, and `create_missing` has to be said.
   */
  ownLists?: true;
  /** Absent where the service or the caller's rights do not allow it. */
  createTag?: (name: string, call?: Call) => Promise<Ref>;
  /** `existed`: one of that name and parent was there already, so nothing was made. */
  createItem?: (
    level: WorkLevel,
    name: string,
    parents: WorkIds,
    call?: Call,
  ) => Promise<WorkItem & { existed?: boolean }>;
}

/** One connected account. Built without any network; the first call connects. */
export interface Service {
  readonly id: ServiceId;
  /** Cached for some minutes; `fresh` asks again. */
  facts(call?: Call & { fresh?: boolean }): Promise<AccountFacts>;
  readonly timer: TimerPort;
  readonly time: TimePort;
  readonly work: WorkPort;
  /** Absent: this service keeps no leave. A missing plugin or right is told by `AccountFacts.refused` instead. */
  readonly absences?: AbsencePort;
  readonly records?: RecordsPort;
  /** Absent: the service keeps its own data safe. */
  readonly lostWrites?: LostWritesPort;
  /** What people have to work. Who cannot be read is told, never left out; `notes`: why somebody may not be known at all. */
  contracts?(
    people: "me" | "everyone" | string[],
    call?: Call,
  ): Promise<{ contracts: WorkContract[]; unread: Unread[]; notes?: MessageText[] }>;
  /** Budgets of work items, of those within `within` where given; items without one are left out. */
  budgets?(within: WorkIds | undefined, call?: Call): Promise<Budget[]>;
  /** In which currency the time of a customer is worth its `rate`; absent: the service keeps none. `""`: no customer. */
  currencies?(call?: Call): Promise<(customerId: string) => string | undefined>;
  /** Settings of the service that people ask for (`get_account` with `settings`): tracking mode, colours, limits. */
  settings?(call?: Call): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/**
 * Where services without a break of their own (Kimai, Clockodo) remember that the person pauses. Shared by all our
 * processes of one account.
 */
export interface BreakMemory {
  read(): Promise<RememberedBreak | null>;
  write(paused: RememberedBreak | null): Promise<void>;
}

interface RememberedBreak {
  since: Instant;
  /** What was ended for it. */
  entryId: string;
  /** The entry that came after it: the break is over. */
  resumed?: string;
}

/** Facts that another process of ours has read lately with the same credential. */
export interface FactsCache {
  /** null: none, old, or of another credential. */
  read(): Promise<AccountFacts | null>;
  write(facts: AccountFacts): Promise<void>;
  forget(): Promise<void>;
}

/** The local log: what the service really said, never shown to a model. Secrets do not get here. */
export type Log = (event: string, detail?: Record<string, unknown>) => void;

/** At most so many requests in so many seconds; limits of one name share their count. */
export interface RateLimit {
  name: string;
  count: number;
  seconds: number;
}

/** Keeps all our processes of one account together below what the service allows. */
export interface RateLimiter {
  /**
   * Returns when one more request may be sent, and counts it.
   * @param call `waits` is told the seconds, before the wait begins; `longestSeconds`: nobody waits longer than that
   * @throws the signal's reason, ServiceError `rate_limited` with `retryAfter` instead of a longer wait
   */
  take(
    limits: readonly RateLimit[],
    call?: { signal?: AbortSignal; waits?(seconds: number): void; longestSeconds?: number },
  ): Promise<void>;
}

/** Where a server connects to on the word of others: public addresses, and those that its company lists. */
export interface NetworkGuard {
  /** Listed ones (`https://kimai.corp.example:8443`) may be in private networks, and behind the environment's proxy. */
  lists(origin: string): boolean;
  /** Instead of the machine's own resolver. */
  resolve?(
    host: string,
    options: { all: true },
    callback: (error: Error | null, addresses: { address: string; family: number }[]) => void,
  ): void;
}

/** `until`: milliseconds since 1970; null: the service did not say. */
export interface AccessToken {
  token: string;
  until: number | null;
}

/** A credential that changes with its use (OAuth refresh tokens), shared by all our processes of one account. */
export interface RotatingCredential {
  get(): Promise<string>;
  /** @param access what was given together with it */
  set(secret: string, access?: AccessToken): Promise<void>;
  /** What was given together with what `get` reads; absent: processes do not share it, each asks for one of its own. */
  access?(): Promise<AccessToken | null>;
  /** Only one process at a time; what it reads in there is what the last one wrote. */
  locked<T>(work: () => Promise<T>): Promise<T>;
  /** Where the person signs in again, as a sentence; absent: in the app. */
  signInAgain?: string;
}

/** What an adapter is told from outside. */
export interface AdapterEnvironment {
  accountId: string;
  /** Reads the credential; called for each connection, never kept in settings or logs. */
  secret(): Promise<string>;
  /** Absent: the credential never changes. */
  credential?: RotatingCredential;
  /**
   * Whether the client whose call is running may do this (`others_time.read`). For credentials that reach further than
   * their person: the adapter then asks for nothing that the account's permissions keep from its client. Absent: nothing.
   */
  may?(cell: string): boolean;
  /** From now on this text is taken out of every line of the log; for secrets that the adapter is given by its service. */
  hide?(secret: string): void;
  breaks: BreakMemory;
  /** Absent: facts are always asked of the service. */
  factsCache?: FactsCache;
  /** Absent: nobody else uses the account, and nothing is held back. */
  rateLimiter?: RateLimiter;
  /** Where a connection may lead; absent: anywhere, as the person's own computer can. */
  network?: NetworkGuard;
  log: Log;
  /** Milliseconds since 1970, UTC. */
  now(): number;
}

/** A token that was made for somebody. */
interface MadeToken {
  /** By which the service revokes it; no secret. */
  id: string;
  secret: string;
}

/** Nobody, several people, or somebody who may not sign in there. */
export type NotOne = "nobody" | "several" | "disabled";

/** Makes tokens for others with the credential of an admin of the service. Methods throw ServiceError. */
export interface TokenMaker {
  /** Whose address it is there, letter by letter; large and small ones are the same. */
  find(email: string, signal: AbortSignal): Promise<{ person: string } | NotOne>;
  /**
   * One that this person has under the same name is replaced.
   * @param person id at the service
   * @param name 2 to 50 letters, which the person sees there
   */
  make(person: string, name: string, signal: AbortSignal): Promise<MadeToken>;
  /** Done as well where there is none of this id any more. */
  revoke(id: string, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
