export function notesOf(changelog: string, version: string): string;
export function versionOf(tag: string, version: string): string;
export function writeSums(folder: string): Promise<void>;
