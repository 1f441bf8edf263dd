export function buildLauncher(options?: { isShipped?: boolean; system?: NodeJS.Platform }): string | null;
