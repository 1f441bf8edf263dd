import type { ClientPlan } from "../../ipc/contract/clients";

export type DiffLine = ClientPlan["diff"][number];

/** What the client's own parser accepts; written files must never hold more than that (reference/ai-clients.md §3.3). */
export interface JsonRules {
  comments: boolean;
  trailingCommas: boolean;
  /** `refuse`: the client itself chokes on a byte order mark, or nobody knows. */
  bom: "keep" | "refuse";
}

/** How entries are written: `plain` has `command`, `args` and `env` (json/shapes.ts). */
export type ShapeName = "plain" | "one-list" | "in-transport";

/** How one client's file is read and written; plain data, so that it can be sent to a worker. */
export type FormatSpec =
  | { format: "json"; container: string; nested?: string; rules: JsonRules; shape?: ShapeName }
  | { format: "toml" }
  | { format: "yaml" };

/** What a client is told to start. No secret is ever part of it. */
export interface ServerEntry extends EntryExtras {
  command: string;
  args: string[];
  env?: Record<string, string>;
}

/** What only some clients want in an entry; written when it is new, and a person's own afterwards. */
export interface EntryExtras {
  /** VS Code and Copilot name the transport. */
  type?: string;
  source?: string;
  /** Copilot: which tools it may call. */
  tools?: string[];
}

/** One contiguous change of a file's content. */
export interface Change {
  /** null: the file is not wanted any more because we made it and nothing else is in it. */
  bytes: Uint8Array | null;
  /** What stands in the file because of us, for an exact undo; null where it holds more than we wrote. */
  written: string | null;
  createdContainer: boolean;
}

/** What an earlier write left in a file. */
interface Written {
  text: string | null;
  /** What an update that may not have happened would have replaced. */
  former?: string | null;
  createdContainer: boolean;
  createdFile: boolean;
}

/** A configuration file in one format, opened under one client's rules. */
export interface ConfigDocument {
  /** Members of the container that holds the servers, in order. */
  entries: { name: string; value: unknown }[];
  insert(name: string, value: ServerEntry): Change;
  /** Changes only members that differ; other members of the entry are the person's. */
  update(name: string, value: ServerEntry, written: Written | null): Change;
  remove(name: string, written: Written | null): Change;
}

export interface ConfigEditor {
  /**
   * Throws `InputError` with line and column where it cannot be edited safely.
   * @param bytes null: the file is missing
   * @param toRemove our entry shall only be taken out, also of a file that its client is too strict to read
   */
  open(bytes: Uint8Array | null, toRemove?: boolean): ConfigDocument;
  /** The same text, line for line, without the values of secrets. */
  mask(bytes: Uint8Array | null): string;
}

/** A change of one entry. */
export type Edit =
  | { do: "insert" | "update"; name: string; entry: ServerEntry; written: Written | null }
  | { do: "remove"; name: string; written: Written | null };

export interface Answers {
  entries: ConfigDocument["entries"];
  change: Change;
  diff: DiffLine[];
}
export type Answer = Answers[keyof Answers];

/** One client's files, read and changed without holding up the thread that asks. Throws what the editors throw. */
export interface FileEditor {
  entries(bytes: Uint8Array | null, toRemove: boolean): Promise<Answers["entries"]>;
  change(bytes: Uint8Array | null, toRemove: boolean, edit: Edit): Promise<Answers["change"]>;
  /** Both without the values of secrets. */
  diff(bytes: Uint8Array | null, after: Uint8Array | null): Promise<Answers["diff"]>;
}
