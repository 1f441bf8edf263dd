import type { ServiceId } from "./entities";

/** An account that options or environment name, instead of those of the settings. */
export interface HeadlessAccount {
  service: ServiceId;
  url?: string | undefined;
  /** Whose account it is, where the service does not see that from the credential. */
  user?: string;
  secret?: string | undefined;
  tlsVerify?: boolean | string;
  /** Where a time sheet lies. */
  file?: string;
  /** Path of the `.env` of the current folder, where address, person or credential come from it. */
  dotEnv?: string;
}

/** What stands in the environment, and apart from it in the `.env` of the current folder, which anybody may have written. */
export interface Variables {
  env: Readonly<Record<string, string | undefined>>;
  dotEnv: Readonly<Record<string, string | undefined>>;
  /** Path of the `.env`. */
  file: string;
  /** An absolute path out of one that was typed. */
  resolve(path: string): string;
}

/** What the command line says, by the names of options without dashes; those of accounts are texts. */
export type HeadlessOptions = Readonly<Record<string, string | undefined>>;

/** Something of the command line or the environment is wrong; its message never repeats a value, it may be a secret. */
export class UsageError extends Error {}

/** `{ dotEnv }` where any of these values was taken from the file. */
export const fromDotEnv = ({ file }: Variables, ...taken: boolean[]) => (taken.includes(true) ? { dotEnv: file } : {});
