export function versionOf(tag: string, version: string): string;
export function sha256Of(file: string): Promise<string>;
export function writeSums(folder: string): Promise<void>;
