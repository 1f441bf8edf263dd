interface LockEntry {
  version?: string;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dev?: boolean;
  optional?: boolean;
  optionalDependencies?: Record<string, string>;
}

/** The part of package-lock.json (lockfileVersion 3) that is read and written. Keys are paths below the project. */
export interface Lock {
  packages: Record<string, LockEntry>;
}

export interface MissingBinary {
  name: string;
  version: string;
  /** The package that asks for it is needed for development only. */
  isDev: boolean;
}

export function missingBinaries(lock: Lock): MissingBinary[];
export function withMissingBinaries<T extends Lock>(lock: T, missing: MissingBinary[]): T;
