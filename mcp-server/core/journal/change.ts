import type { ServiceId } from "../domain/entities";
import type { RecordPlace, RecordType } from "../domain/records";

/** What a write is about: time, leave, or a record of the service. */
export type Subject = "entry" | "absence" | RecordType;

const operations = [
  "create",
  "update",
  "delete",
  "start",
  "stop",
  "pause",
  "resume",
  "reopen",
  "approve",
  "reject",
  "cancel",
  "ask",
  "comment",
] as const;
export type Operation = (typeof operations)[number];

/**
 * `meant`: written before it is sent, its end is still to come. `nothing`: the service had nothing to do. `unknown`: nobody
 * knows whether the service took it, because no answer came or our process ended before it.
 */
export type PartState = "meant" | "done" | "nothing" | "failed" | "unknown";

/** Who wrote, and by what. */
export interface Origin {
  /** Id of the AI client as it registered; `tray`: the app, that is its person. */
  client: string;
  /** Where the person did it, as far as the app says. */
  place?: "tray" | "window";
  account: string;
  service: ServiceId;
  label: string;
  /** The tool that was called, or `undo`. */
  tool: string;
  /** Id of the change that this one takes back. */
  undoes?: number;
}

/** One tool call that wrote. */
export interface Change extends Origin {
  id: number;
  /** Milliseconds since 1970. */
  at: number;
  /** IANA zone of the account, where it was read. */
  zone: string | null;
  /** An undo that did all it should: what it undoes is undone. */
  complete: boolean;
}

/** What is written down before one write is sent. */
export interface Intent {
  operation: Operation;
  subject: Subject;
  id?: string;
  of?: RecordPlace["of"];
  /** As the service had it just before; absent: there was nothing, or it could not be read. */
  before?: unknown;
  /** What was asked for, where the row would not tell without it. */
  wanted?: unknown;
  /** It stands in for a record of this id, which was deleted. */
  insteadOf?: string;
}

/** What one write became: of one record. */
export interface Outcome extends Omit<Intent, "wanted" | "insteadOf"> {
  after?: unknown;
}

/** One record that one change wrote, or tried to. `before` and `after` are the domain's own shapes, as they were read. */
export interface Part {
  id: number;
  change: number;
  operation: Operation;
  subject: Subject;
  subjectId: string | null;
  of: RecordPlace["of"] | null;
  state: PartState;
  before: unknown;
  after: unknown;
  wanted: unknown;
  /** Why it failed, in our words. */
  error: string | null;
  /** All of `before` and `after` is kept; not where a credential was in it, or it was too large. */
  whole: boolean;
  insteadOf: string | null;
}

/** Names a record within one account; those below others count their ids by themselves. */
export const keyOf = (subject: Subject, id: string, of?: Intent["of"] | null): string =>
  of ? `${subject}/${of.type}/${of.id}/${id}` : `${subject}/${id}`;
