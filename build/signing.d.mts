type Environment = Record<string, string | undefined>;
export function signingArguments(platform: string, env: Environment): string[];
export function signingEnvironment(env: Environment): { env: Environment; folder: string | null };
