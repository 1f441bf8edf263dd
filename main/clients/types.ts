import type { ClientPlan, ClientView, Failure } from "../ipc/contract";
import type { FileSystem } from "./file-system";

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

/** Where this installation of Punchcard is, as only the main process knows it. */
export interface LaunchPaths {
  /** `process.execPath` */
  electron: string;
  /** The bundled server. */
  script: string;
  /** `$APPIMAGE`: the file the person starts; `electron` then lies in a mount that changes with every run. */
  appImage?: string;
  /** macOS: `process.helperExecPath`, which runs in node mode without a Dock tile. */
  helper?: string;
}

/** What every adapter works with; everything that touches the machine comes in here. */
export interface ClientContext {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  home: string;
  punchcardHome: string;
  launch: LaunchPaths;
  /** App-owned folder for backups and the journal: they may hold other servers' tokens. */
  backups: string;
  fs: FileSystem;
  isRunning(clientId: string): Promise<boolean>;
  /** Runs a program, without a shell, in the home folder. `code` null: it could not be started, or took too long. */
  run(program: string, args: string[]): Promise<{ code: number | null; output: string }>;
  /** Makes sure that what the entry starts exists; runs before an entry is written. */
  prepareLaunch(): Promise<void>;
}

export interface Capabilities {
  format: "json" | "toml" | "yaml";
  /** The client rewrites its file from memory, so it must be quit before we write. */
  mustBeQuit: boolean;
  needsRestart: boolean;
  /** No longer made: an entry can only be taken out, and it is listed only while it has one. */
  discontinued?: boolean;
  /** Nothing can be written for it; it is listed only where it is. */
  snippetOnly?: boolean;
  /** What a person has to know before the entry is taken out; windows have the words. */
  unregisterNotes?: ClientPlan["notes"];
  /** Id of the snippet that does the same by hand (snippets.ts). */
  snippet: string;
}

export interface Detected {
  installed: boolean;
  /** The client's configuration files, the preferred one first. They need not exist. */
  files: string[];
  /** Why it is not clear which file counts. */
  problem?: Failure;
}

/** One AI client. Failures are `InputError`s with a code that begins with `client_`; nothing was written then. */
export interface ClientAdapter {
  id: string;
  label: string;
  capabilities: Capabilities;
  detect(): Promise<Detected>;
  /** Reads the files again and says how things stand; also what verifies an earlier `apply`. */
  read(): Promise<ClientView>;
  /** @param wanted default: what a click would do as things stand. */
  plan(wanted?: "register" | "unregister"): Promise<ClientPlan>;
  /** An address that has the client install the entry itself; null: it has none. Throws while nothing may be registered. */
  link(): Promise<string | null>;
  /** Writes, reads back and throws unless the wanted state is there. Wanting what already holds writes nothing. */
  apply(action: "register" | "unregister"): Promise<void>;
}

/** One contiguous change of a file's content. */
export interface Change {
  /** null: the file is not wanted any more because we made it and nothing else is in it. */
  bytes: Uint8Array | null;
  /** What stands in the file because of us, for an exact undo; null where it holds more than we wrote. */
  written: string | null;
  createdContainer: boolean;
}

/**
 * Asks the client itself to add an entry that is not there, or to remove ours: one step, whatever it fails at. A change of
 * an entry is never asked for. @returns false: it cannot, and the file is as it was. @throws InputError `client_refused`
 */
export type ByClient = (wanted: {
  action: "register" | "unregister";
  name: string;
  /** The whole entry as it has to be; undefined for none. */
  entry: unknown;
}) => Promise<boolean>;

/** What an earlier write left in a file. */
interface Written {
  text: string | null;
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
