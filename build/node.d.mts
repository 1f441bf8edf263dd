/** Folder of everything that our scripts download. It survives the clone. */
export const cacheFolder: string;
/** @param version as in `process.versions.node` */
export function isSupported(version: string): boolean;
export function ensureNode(): Promise<void>;
