import type { Failure } from "../ipc/contract";
import type { ClientPlan, ClientView } from "../ipc/contract/clients";
import type { FileSystem } from "./file-system";
import type { FileEditor, FormatSpec } from "./formats/types";

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
  /** The compiled launcher that comes with the app (build/launcher); undefined: there is none, or it cannot be started here. */
  program?: string;
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
  /** Reads and changes files of one format. */
  editorOf(spec: FormatSpec): FileEditor;
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
  /** It runs on this system only, and is listed nowhere else. */
  onlyOn?: NodeJS.Platform;
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
  /**
   * Writes, reads back and throws unless the wanted state is there. Wanting what already holds writes nothing.
   * @param everything entries that a person pasted go too
   */
  apply(action: "register" | "unregister", everything?: boolean): Promise<void>;
  /**
   * Removes entries from files that the journal lists and `detect` does not return: those of folders that the environment
   * named at the time (`CODEX_HOME`, `XDG_CONFIG_HOME`).
   * @returns whether there were such files. @throws InputError after all files were tried
   */
  removeRecorded(): Promise<boolean>;
  /**
   * Has an entry that Punchcard wrote start what it would write now. What the person added to it stays.
   * @returns whether anything was written
   */
  moveEntry(): Promise<boolean>;
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
