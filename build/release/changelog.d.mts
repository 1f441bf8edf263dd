export function notesOf(changelog: string, version: string): string;
export function releaseChangelog(changelog: string, version: string, date: string): string;
