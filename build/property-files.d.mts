/** Test files that import test/property.ts, as sorted paths from `root` with slashes. */
export function propertyFiles(root: string): string[];
/** Files whose path contains one of the filters; with no filter, every file. */
export function matchingFiles(files: readonly string[], filters: readonly string[]): readonly string[];
