export function buildLauncher(options?: {
  isShipped?: boolean;
  system?: NodeJS.Platform;
  instead?: Record<string, string>;
  name?: string;
}): string | null;
