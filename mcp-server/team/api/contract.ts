import type { AccountPermissions } from "#core/access/permission-matrix";
import type { accountPermissionsView } from "#core/access/permission-view";
import type { QuestionPart } from "#core/domain/question/parts";
import type { ActivityChange } from "#core/domain/results/activity";
import type { MessageText } from "#core/messages/catalog";
import type { UnreadableAccount } from "../accounts/unreadable-accounts";
import type { Level } from "../oauth/levels";

/** What the pages and the server say to each other. Paths begin with /api; every answer is JSON. */

/** Every refusal. */
export interface Problem {
  /** For programs: `bad_input`, `signed_out`, `csrf`, `gone`, `too_many_requests`, … */
  error: string;
  /** Shown to users where the code has no text of its own. */
  message: MessageText;
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
  /** Whether the pages for admins are theirs. */
  isAdmin?: boolean;
}

/** `POST /api/sign-in`; answers with SessionView. */
export interface SignIn {
  email: string;
  password: string;
}

/** `GET /api/ways-in`, for everybody. */
export interface WaysIn {
  /** With the company's account, at `/sign-in/company?returnTo=…`. */
  company: boolean;
}

/** `POST /api/invitation` with its token: whom it is for. */
export interface InvitationView {
  email: string;
  name: string;
}

/** Why a level cannot be chosen: the client asked for less, group or company allow less, or the group not this client. */
export type LockReason = "asked_less" | "group" | "company" | "group_client";

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
  /** Where it lies; null: its service has one address for all. */
  url: string | null;
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

/**
 * `POST /api/accounts/sign-in/find` with `{ service, url }`: scheme and host where people of that MCP server sign in. With
 * that `origin` and perhaps a `profile`, `POST /api/accounts/sign-in` answers with Location and a cookie; what the browser
 * brings back to `/connect/:service/signed-in` goes to `POST /api/accounts/sign-in/finish`, which answers as `POST /api/accounts`.
 */
export interface SignInOrigin {
  origin: string;
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
  /** The service made its token for this server, and revokes it once the account is disconnected. */
  isMade: boolean;
  /** Address of the service's MCP server where the person signed in; null: by a key. */
  signedInAt: string | null;
  permissions: AccountPermissions;
}

/** `GET /api/accounts/unreadable`: accounts that are stored and cannot be used, with what is wrong. */
export type UnreadableAccountView = UnreadableAccount;

/** `GET /api/services`: what can be connected here. */
export interface ServiceOffer {
  id: string;
  /** The company has a key, so that nobody needs one of their own. */
  companyKey: boolean;
  /**
   * The service can make a token for this person, at that address: `POST /api/accounts/made` with `{ yes: true }` answers as
   * `POST /api/accounts`. `peoplePage`: where an admin of the service looks at people. null: it cannot.
   */
  makesToken: { url: string; peoplePage: string } | null;
}

/** `GET /api/accounts/:id/permissions`. */
export interface AccountPermissionsView {
  /** As they are kept, to be changed and sent back with PUT, as `{permissions, version}`. */
  permissions: AccountPermissions;
  version: string;
  /** What holds, with what company, group and service refuse. */
  view: ReturnType<typeof accountPermissionsView>;
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
  /** What each line is made of, to be worded in the person's language; null, or absent: the line is shown as it is. */
  parts?: (QuestionPart | null)[] | undefined;
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

export const activityOutcomes = [
  ...(["done", "partly", "failed", "unknown", "under_way", "undone"] as const),
  ...(["waiting", "allowed", "denied", "expired", "withdrawn", "refused"] as const),
];
export type ActivityOutcome = (typeof activityOutcomes)[number];

/** `at` in milliseconds since the epoch. */
export type ActivityRow = { at: number; outcome: ActivityOutcome } & (
  | { kind: "change"; change: ActivityChange }
  /** What nothing came of yet: once a yes was used, there is a change. */
  | { kind: "question"; question: ApprovalView }
  | {
      kind: "refused";
      client: string;
      tool: string;
      account: { id: string; label: string } | null;
      /** Of the refusal: `permission`, `policy`, `scope`, … */
      code: string | null;
    }
);

/**
 * `GET /api/activity?from&to&client&account&outcome&limit`, newest first; `outcome` may be several, with commas.
 * `GET /api/activity/export?format=jsonl|csv` takes the same and answers with a file. `POST /api/activity/:id/undo` undoes.
 */
export interface ActivityPage {
  rows: ActivityRow[];
  /** There is more before this moment, which is the next `to`; null: that was all. */
  next: number | null;
}
