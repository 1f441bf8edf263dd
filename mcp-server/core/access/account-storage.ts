import type { AdapterEnvironment, Service } from "../domain/ports";
import type { ActivityJournal } from "../journal/journal-store";
import type { AccountSettings } from "../platform/settings";
import type { CapabilityFile } from "./capability-file";

/** What an adapter needs that outlives its process. */
export type StoredEnvironment = Pick<
  AdapterEnvironment,
  "breaks" | "factsCache" | "rateLimiter" | "credential" | "network"
>;

/** Where a person's accounts keep what they know: files of one computer, or a team's database. */
export interface AccountStorage {
  readonly journal: ActivityJournal;
  readonly capabilities: {
    /** At once: it is asked for each tool of a list. null: nothing is known. */
    read(accountId: string): CapabilityFile | null;
    /** Never throws: what cannot be kept is asked for again. */
    write(accountId: string, file: CapabilityFile): Promise<void>;
  };
  /** @throws ServiceError `no_secret`, and what the place where secrets are kept says */
  secret(account: AccountSettings): Promise<string>;
  environment(account: AccountSettings): Promise<StoredEnvironment>;
  /** @throws ServiceError `unsupported` where the settings lack what this version needs */
  open(account: AccountSettings, environment: AdapterEnvironment): Promise<Service>;
  /** Keeps a file of a service for its person. @returns its path @throws ServiceError `unsupported` where it cannot */
  saveFile(name: string, bytes: Uint8Array): Promise<string>;
}

/** What a connection depends on: permissions and label may differ. */
export const connectionOf = ({ permissions: _permissions, label: _label, ...rest }: AccountSettings) =>
  JSON.stringify(rest);

/** Two settings of one account that need the same connection. */
export const sameConnection = (a: AccountSettings, b: AccountSettings): boolean => connectionOf(a) === connectionOf(b);
