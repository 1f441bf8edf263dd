import type { MessageText } from "../messages/catalog";
import { englishOf } from "../messages/message";

/** What went wrong with a service, in words that the tools, the tray and the windows act on. */
const serviceErrorKinds = [
  "offline", // no connection, name not found, refused
  "tls", // certificate not trusted
  "timeout", // no answer in time
  "redirected", // the address sends elsewhere
  "not_this_product", // something answered, but not this service
  "unauthorized", // credential missing, wrong, expired
  "no_secret", // the keychain has none for this account
  "keychain", // the keychain cannot be used
  "forbidden", // the service refuses it to this person
  "not_found",
  "invalid", // the service refuses the values
  "conflict", // changed elsewhere, overlaps, collides
  "locked", // exported, locked period
  "nothing_running",
  "rate_limited",
  "unavailable", // 5xx
  "damaged", // the time sheet of this computer: a person has to choose how to go on
  "unsupported", // this service cannot do it
] as const;
export type ServiceErrorKind = (typeof serviceErrorKinds)[number];

/** Whether the write that failed took effect. Reads are always "no". */
export type Saved = "no" | "yes" | "unknown";

export class ServiceError extends Error {
  override readonly name = "ServiceError";
  readonly kind: ServiceErrorKind;
  readonly saved: Saved;
  /** What `message` says in English. */
  readonly text: MessageText;
  /** What the user or model can do next, as one sentence. */
  readonly next?: MessageText;
  /** What is wrong with each of our fields (`begin`, `project`). Words of the service are already cleaned and short. */
  readonly fields?: Record<string, MessageText>;
  /** Seconds to wait, where the service tells. */
  readonly retryAfter?: number;
  /** Which line of the local log belongs to it. */
  readonly requestId?: string;
  /** A short technical mark for people (`SELF_SIGNED_CERT_IN_CHAIN`, `HTTP 502`), never a body. */
  readonly detail?: string;
  /** What the service answered, where HTTP told it. */
  readonly status?: number;

  constructor(
    kind: ServiceErrorKind,
    text: MessageText,
    more: {
      saved?: Saved;
      next?: MessageText;
      fields?: Record<string, MessageText>;
      retryAfter?: number;
      requestId?: string;
      detail?: string;
      status?: number;
      cause?: unknown;
    } = {},
  ) {
    super(englishOf(text), { cause: more.cause });
    this.text = text;
    this.kind = kind;
    this.saved = more.saved ?? "no";
    this.next = more.next;
    this.fields = more.fields;
    this.retryAfter = more.retryAfter;
    this.requestId = more.requestId;
    this.detail = more.detail;
    this.status = more.status;
  }
}

/** Bad input that never reached a service: a name, a time, an argument. */
export class InputError extends Error {
  override readonly name = "InputError";
  /** `ambiguous`, `unknown`, `time`, `permission`, `argument`, `activity_unwritable`. */
  readonly code: string;
  /** What `message` says in English. */
  readonly text: MessageText;
  readonly next?: MessageText;
  /** What it could have meant, with ids. */
  readonly candidates?: { id: string; name: string }[];

  constructor(
    code: string,
    text: MessageText,
    more: { next?: MessageText; candidates?: { id: string; name: string }[] } = {},
  ) {
    super(englishOf(text));
    this.text = text;
    this.code = code;
    this.next = more.next;
    this.candidates = more.candidates;
  }
}

/** Error codes that mean: no answer of the service came. With any other code it answered, or was never asked. */
const unansweredCodes: ReadonlySet<string> = new Set([
  "offline",
  "tls",
  "timeout",
  "rate_limited",
  "unavailable",
  "server_down",
]);

/** One rule for tray and windows: "Cannot reach" where true, "Cannot read" where false. */
export const isUnreachable = (code: string): boolean => unansweredCodes.has(code);
