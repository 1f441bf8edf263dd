import type { AccessPolicy } from "#core/access/access-policy";
import type { Account } from "#core/access/account";
import type { Agreement, ConfirmationChannels } from "#core/confirmation/agreement";
import type { CallRecord } from "#core/journal/call-record";
import type { MessageText } from "#core/messages/catalog";
import type { Caller } from "./caller";
import type { ToolCatalog } from "./tool-catalog";
import type { AnyTool } from "./tools/lib/define";

/** What a call needs of the server that runs it. */
export interface DispatchDeps extends ConfirmationChannels {
  policy: AccessPolicy;
  catalog: ToolCatalog;
  /** Told after each write. */
  wrote(accountId: string): void;
  /** Told after each call how it went; who wrote something gets its answer after that. Never throws. */
  called?(call: CallReport): void | Promise<void>;
  /** The service refuses something else than was known: the list of tools may differ. */
  learned(): void;
}

/** One tool call after it ended, without any text or value of it. */
export interface CallReport {
  tool: string;
  /** Absent: no account was chosen. */
  account?: string;
  /** `waiting`: the person has to say yes first. */
  outcome: "done" | "waiting" | "refused" | "failed" | "unknown";
  /** Code of the error, where it was refused or failed. */
  code?: string;
  /** Where the user's yes was given; absent: the call needed none. */
  approvedIn?: "client" | "window";
  /** Ids of what was written: `entry/42`. */
  ids: readonly string[];
  milliseconds: number;
}

/** What requests of the app beside the tools need. */
export type AppRequestDeps = Pick<DispatchDeps, "policy" | "wrote">;

/** One call while it runs, for its answer where it fails on the way. */
export interface Attempt {
  readonly tool: AnyTool;
  readonly args: Record<string, unknown>;
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly began: number;
  readonly isWrite: boolean;
  /** Changes that were already saved. */
  readonly effects: MessageText[];
  /** Words of people and services that were quoted on the way to the answer. */
  readonly quotes: Set<string>;
  /** Absent until one was chosen. */
  account?: Account;
  /** Absent until an account was chosen. */
  agreement?: Pick<Agreement, "approvedIn">;
  /** What it writes, for the journal; absent until an account was chosen. */
  record?: CallRecord;
}

export function noteWrite({ tool, account }: Attempt, { policy, wrote }: DispatchDeps): void {
  const { log, client } = policy.options;
  const id = account?.settings.id ?? "";
  log.write("wrote", { client, account: id, tool: tool.name });
  wrote(id);
}
