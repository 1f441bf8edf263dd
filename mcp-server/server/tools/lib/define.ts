import type { RecordUse } from "#core/access/permission-matrix";
import type { ToolName, toolRules } from "#core/access/tool-rules";
import type { AccountFacts, ServiceId } from "#core/domain/entities";
import type { ListingCondition } from "#core/domain/listing-condition";
import type { Cell, Level } from "#core/domain/permission-cells";
import type { Log, Service } from "#core/domain/ports";
import type { Confirmation } from "#core/domain/question/confirmation";
import type { MessageText } from "#core/messages/catalog";
import type { InputOf, Shape } from "./schema";

/** One call of one tool on one account, after the tool itself was allowed. */
export interface ToolCall {
  account: { id: string; service: ServiceId; label: string };
  service: Service;
  /** The `.env` file of the server's folder that named the account, instead of the person's settings or options. */
  dotEnv?: string;
  /** Punchcard's own windows ask, not an AI. */
  forApp: boolean;
  /** It runs on a team's server, whose clock and zone are not the person's. */
  onServer: boolean;
  facts(fresh?: boolean): Promise<AccountFacts>;
  /** The level that holds for this client on this account. */
  level(cell: Cell): Level;
  /**
   * Returns when the call may act. Throws InputError `permission` where a cell is off, and `NotConfirmed` where the
   * person must be asked first. Call it after everything is resolved and before anything is sent.
   */
  confirm(wanted: Confirmation): Promise<void>;
  /** The check of `confirm` without the question, for dry runs and before names are looked up. */
  require(cells: readonly Cell[]): void;
  /** Notes a change that was saved (`the tag "a" was created`), so that a later failure reports it. */
  did(change: MessageText): void;
  signal: AbortSignal;
  progress(done: number, total: number): void;
  /** Keeps a file of the service on this computer; nothing is overwritten. @returns its path */
  saveFile(name: string, bytes: Uint8Array): Promise<string>;
  /** Milliseconds since 1970, UTC: when the call was made; the same where it is repeated with the person's answer. */
  now(): number;
  log: Log;
}

/** The whole answer twice: as data and as text, each complete alone (clients show the model one or the other). */
export interface ToolResult {
  data: Record<string, unknown>;
  text: string;
  /** Resources with the same content. */
  links?: readonly { uri: string; name: string; mimeType: string; size: number }[];
  /** Every part of a bulk call failed. */
  failed?: boolean;
  /** Something was written: other processes read again. */
  wrote?: boolean;
}

interface Hints {
  idempotentHint: boolean;
  /** true: the tool returns or touches what other people wrote on a service. */
  openWorldHint: boolean;
}
/** All four annotations are required, and what they say must agree with the table of permissions. */
type AnnotationsOf<Kind> = Hints &
  (Kind extends "read"
    ? { readOnlyHint: true; destructiveHint: false }
    : Kind extends "destructive"
      ? { readOnlyHint: false; destructiveHint: true }
      : { readOnlyHint: false; destructiveHint: boolean });

/** What a client sees of a tool. Loading it loads no handler: tools are listed at each start, and called far less often. */
export interface Tool<N extends ToolName = ToolName, S extends Shape = Shape> {
  name: N;
  title: string;
  /** What it does. Constant text: nothing of a service ever gets in here. */
  description: string;
  /** What other tools are for, told of those that are offered: `Not for finished work (log_time).` */
  notFor?: { how: "for" | "to"; tools: Partial<Record<ToolName, string>> };
  annotations: AnnotationsOf<(typeof toolRules)[N]["kind"]>;
  /** It looks at the timer and then acts on it: never two such calls at once. */
  timer?: true;
  /** Its `type` is one of the types of record with which this client may do that. */
  records?: RecordUse;
  /** It can be asked of all accounts at once; which list of its data then has the rows of all. */
  multiAccount?: "absences" | "groups";
  /**
   * Where a call of it may ask the person though every cell says `allow` (`Confirmation.always`): on these accounts, or
   * `true` wherever it is on. Only then a client is told of `confirm`.
   */
  alwaysAsks?: true | readonly ListingCondition[];
  /** Clients that show views show the week beside its answers. */
  weekView?: true;
  input: S;
}

/** What a tool does; its input was checked against the tool's schema. */
export type RunOf<T extends { input: Shape }> = (input: InputOf<T["input"]>, call: ToolCall) => Promise<ToolResult>;

/** A declaration of any name and shape. */
export interface ToolDeclaration extends Omit<Tool, "annotations"> {
  annotations: Hints & { readOnlyHint: boolean; destructiveHint: boolean };
}

/** A tool as the server keeps it: its declaration and the way to its handler. */
export interface AnyTool extends ToolDeclaration {
  load(): Promise<{ run(input: object, call: ToolCall): Promise<ToolResult> }>;
}

export const defineTool = <N extends ToolName, S extends Shape>(tool: Tool<N, S>): Tool<N, S> => tool;

/** Puts a declaration and its handler together; the compiler checks that they are of the same input. */
export const withHandler = <N extends ToolName, S extends Shape>(
  tool: Tool<N, S>,
  load: () => Promise<{ run: RunOf<Tool<N, S>> }>,
): AnyTool => ({ ...tool, load: load as AnyTool["load"] });
