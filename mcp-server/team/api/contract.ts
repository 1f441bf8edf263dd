import type { AccountPermissions } from "../../access/permission-matrix";
import type { Level } from "../oauth/levels";

/** What the pages and the server say to each other. Paths begin with /api; every answer is JSON. */

/** Every refusal. */
export interface Problem {
  /** For programs: `bad_input`, `signed_out`, `csrf`, `gone`, `too_many_requests`, … */
  error: string;
  /** One sentence for people, in English. */
  message: string;
}

/** `GET /api/session`. */
export interface SessionView {
  person: PersonView;
  /** To be sent as `X-CSRF-Token` with each request that changes something. */
  csrf: string;
}

export interface PersonView {
  id: string;
  email: string;
  name: string;
}

/** `POST /api/sign-in`; answers with SessionView. */
export interface SignIn {
  email: string;
  password: string;
}

/** Why a level cannot be chosen: the client asked for less, or group or company allow less. */
export type LockReason = "asked_less" | "group" | "company";

/** `GET /api/consent/:uid`. */
export interface ConsentView {
  uid: string;
  person: PersonView;
  client: ConsentClient;
  /** All levels, lowest first. */
  levels: { level: Level; locked: LockReason | null }[];
  suggested: { level: Level; days: number };
  /** What can be chosen, in days. */
  lifetimes: number[];
  accounts: ConsentAccount[];
}

export interface ConsentClient {
  /** As it calls itself: anybody can claim any name. */
  name: string;
  /** Host of its identity document; null: it registered itself, and nothing of it was checked. */
  identityHost: string | null;
  /** Where the answer goes: a host with its port, or a custom scheme. */
  redirectHost: string;
  /** Redirect and identity belong to the same site. */
  isSameSite: boolean;
  /** A program on the person's computer: whoever runs there can say the same of itself. */
  isLocal: boolean;
  /** The person never let it in. */
  isNew: boolean;
}

export interface ConsentAccount {
  id: string;
  label: string;
}

/** `POST /api/consent/:uid`; answers with Location. */
export type ConsentDecision =
  | { decision: "deny" }
  | {
      decision: "allow";
      level: Level;
      /** One of `lifetimes`. */
      days: number;
      /** null: all, also those that are connected later. */
      accounts: string[] | null;
      /** For a local program: the person ticked that they started it themselves. */
      understood?: boolean;
    };

/** Where the browser goes next. */
export interface Location {
  location: string;
}

/** `GET /api/grants`: clients that a person let in. `POST /api/grants/:id` lowers, `DELETE /api/grants/:id` revokes. */
export interface GrantView {
  id: string;
  client: { name: string; id: string; redirectHost: string };
  level: Level;
  accounts: string[] | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
}

/** `GET /api/accounts`: what a person connected. `DELETE /api/accounts/:id` disconnects. */
export interface AccountView {
  id: string;
  service: string;
  label: string;
  url: string | null;
  user: string | null;
  /** The company's key is used, held to this person. */
  isCompanyKey: boolean;
  /** As `PUT /api/accounts/:id/permissions` takes them. */
  permissions: AccountPermissions;
}

/** `POST /api/accounts`: as whom the service knows the person. */
export interface ConnectedView {
  account: AccountView;
  person: string;
  /** IANA name. */
  zone: string;
}

/** `GET /api/approvals/:id`; `POST` with `{ answer: "allow" | "deny" | "take_back" }` answers with it. */
export interface ApprovalView {
  id: string;
  client: string;
  /** How the program names itself; its own words. */
  says: string | null;
  account: { id: string; label: string };
  tool: string;
  /** What exactly would happen. */
  lines: string[];
  /** How many entries it is about. */
  entries: number;
  /** Other people's data is touched. */
  others: boolean;
  /** Milliseconds since the epoch, as `expiresAt` and `answeredAt`. */
  askedAt: number;
  expiresAt: number;
  answeredAt: number | null;
  state: "open" | "allowed" | "denied" | "used" | "withdrawn" | "expired";
}
