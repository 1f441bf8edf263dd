import type { CompanyPolicy } from "#core/domain/company-policy/index";
import type { Level as CellLevel } from "#core/domain/permission-cells";
import type { CellHolders } from "../../accounts/cell-holders";
import type { Level } from "../../oauth/levels";
import type { RefusalKind } from "../../operation/traffic";
import type { DirectoryAction } from "../../people/scim/users";
import type { CheckName } from "../../public-check/check";
import type { Lifetimes } from "../lifetimes";

/** What the pages of admins and the server say to each other. Moments are milliseconds since the epoch. */

/** `invitation_over`: it ran out, and was not used. */
type AdminPersonStatus = "active" | "invited" | "invitation_over" | "removed";

export interface AdminPerson {
  id: string;
  email: string;
  name: string;
  /** Id of the group; null: none. */
  group: string | null;
  isAdmin: boolean;
  status: AdminPersonStatus;
  /** Until when the invitation holds, where one is open. */
  invitedUntil: number | null;
  removed: { at: number; reason: string | null } | null;
  /** A call or a use of a page; null: never. */
  lastActiveAt: number | null;
  services: string[];
  /** How many AI clients have access now. */
  clients: number;
}

export interface AdminGroup {
  id: string;
  name: string;
  /** How many people who were not removed are in it. */
  people: number;
  /** The highest level that its people can give; null: none. */
  limit: Level | null;
}

/**
 * `GET /api/admin/people?q&status&group&after`: by address, a hundred at once. `GET /api/admin/people/export` takes the same
 * but `after`, and answers with all of them as CSV.
 */
export interface AdminPeople {
  people: AdminPerson[];
  /** Of all people, whatever was asked for. */
  counts: { all: number; active: number; invited: number; removed: number };
  groups: AdminGroup[];
  /** Of people without a group. */
  limit: Level | null;
  /** The next page's `after`; null: that was all. */
  next: string | null;
}

/** `POST /api/admin/people`, `POST /api/admin/people/:id/invitation`: the link works once, until then. */
export interface Invited {
  id: string;
  link: string;
  until: number;
  /** A removed user had this address, of whom the invited one sees nothing. */
  isAddressOfRemoved: boolean;
}

/** `GET /api/admin/people/:id/removal`: what removing somebody would end. `POST` with `{ reason? }` removes them. */
export interface RemovalView {
  person: { id: string; name: string; email: string };
  /** Names of AI clients that lose their access. */
  clients: string[];
  /** How many browsers are signed in. */
  browsers: number;
  /** Services of which a credential is destroyed. */
  secrets: string[];
  /** Services that are told to revoke what they made for this server or what was signed in to, within a minute; the other credentials stay good there. */
  revoked: string[];
  /** Questions that wait, which count as denied; without what they say. */
  questions: { client: string; tool: string; entries: number; askedAt: number }[];
  /** Why it cannot be done. */
  cannot: "oneself" | "last_admin" | null;
}

/** `GET /api/admin/policy`; `PUT` takes `{ value, version }` and answers 409 `changed` for an older version. */
export interface PolicyView {
  value: Pick<CompanyPolicy, "services" | "permissions"> & {
    /** What kinds of AI client may do at most, see `accounts/client-kinds`; `refuse`: they are not let in. */
    clientKinds?: Partial<Record<"document" | "computer" | "named", Level | "refuse">>;
    /** Clients with an identity document may ask their users themselves; absent: no. */
    clientsAsk?: boolean | undefined;
  } & Partial<Lifetimes>;
  version: number;
  changedAt: number | null;
  groups: AdminGroup[];
  /** AI clients that a group's list can name, beside `computer` and hosts. */
  knownClients: readonly { id: string; label: string }[];
  /** Set where the server was started, and not to be changed here. */
  fixed: {
    /** Services that are offered at all. */
    services: string[];
    /** Hosts that accounts may lie at; empty: all. */
    hosts: string[];
    /** Calls of one person in a minute; 0: no limit. */
    rateLimit: number;
  };
}

/** `GET /api/admin/groups/:id/bound`; `PUT` as with the policy. */
export interface GroupBoundView {
  /** `clients`: the only ones that its people may let in, see `accounts/known-clients`; absent: any. */
  value: { permissions: Record<string, CellLevel>; clients?: string[] | undefined } | null;
  version: number;
  changedAt: number | null;
}

/** `GET /api/admin/policy/holders?cells&group`, with commas: who has these cells now, by what is set here. */
export type HoldersView = Record<string, CellHolders>;

/** `GET /api/admin/health`: the last hour of all replicas. */
export interface HealthView {
  at: number;
  /** `slices`: of two minutes each, from `since` on; the last one is not over yet. */
  requests: { since: number; total: number; slices: number[] };
  refusals: { total: number; slices: number[]; byKind: { kind: RefusalKind; count: number }[] };
  /** Milliseconds, for 19 of 20; null: there were none, or it took longer than ten seconds. */
  answeredWithin: number | null;
  /** How many called, and with how many AI clients. */
  people: number;
  clients: number;
  replicas: {
    id: string;
    /** Of its host. */
    name: string;
    version: string;
    startedAt: number;
    seenAt: number;
    /** Requests, over about the last five minutes. */
    perMinute: number;
    /** Bytes. */
    memory: number;
    /** It said within a minute that it is there. */
    isReady: boolean;
  }[];
  database: {
    kind: "libsql" | "postgres";
    version: string;
    /** What one small query took. */
    milliseconds: number;
    connections: { used: number; most: number } | null;
  };
  /** The one that writes first; `secrets`: how many people's keys it locks. */
  keys: { kid: string; since: number; secrets: number; writes: boolean }[];
  /** `ends`: of the last line's hash. */
  audit: { lines: number; lastAt: number | null; ends: string | null };
}

/** `POST /api/admin/audit/verify`: every line since the first. */
export interface AuditVerdict {
  at: number;
  ok: boolean;
  lines: number;
  /** The first line that does not fit, and why, in English; null: all do. */
  broken: { line: number; problem: string } | null;
}

/**
 * `POST /api/admin/keys/rotate`: a new key locks everybody's secrets. `waits`: it is in this server's key file and not used
 * yet, as these other servers lack it; once the file was copied to them the same request goes on.
 */
export type KeyRotationView =
  | { state: "done"; kid: string; rewrapped: number }
  | { state: "waits"; kid: string; replicas: string[] };

export type PublicCheckPart = CheckName;

/** `POST /api/admin/public-check/:what`, a `PublicCheckPart`: what `doctor --public` finds, as seen from the server itself. */
export interface PublicCheckView {
  ok: boolean;
  /** What was found, and notes on it; in English. */
  says: string;
  notes: readonly string[];
}

/** What admins and the company's directory do, as the audit log names it. */
export type AdminAction =
  | ("invite_person" | "invite_removed_person" | "change_person" | "remove_person" | "rotate_keys")
  | DirectoryAction
  | "directory_refused"
  | ("set_policy" | "set_group_bound" | "set_company_key" | "remove_company_key");

/** `GET /api/admin/log?before`: what admins did, newest first. */
export interface AdminLogView {
  rows: {
    /** Number of its line in the audit log. */
    line: number;
    at: number;
    /** An `AdminAction`; another version of the server may have noted others. */
    action: string;
    /** Name of the admin; null: it was done from the command line, or by the company's directory. */
    by: string | null;
    /** Of the command line: which user of which machine; null with `by`: the company's directory. */
    from: string | null;
    /** Name of the person or group, else the id of what it is about. */
    about: string | null;
  }[];
  /** The next page's `before`; null: that was all. */
  next: number | null;
}
