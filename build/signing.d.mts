export function signingArguments(platform: string, env: Readonly<Record<string, string | undefined>>): string[];
