export function problemsOf(root: string, version: string): string[];
export function prepare(root: string, version: string, date: string): void;
