import { cleanText } from "#core/domain/text";

/** Claude gives discovery and token ten seconds (ai-clients.md §8). */
export const patience = 10_000;
const largest = 200_000;

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The body, where it is JSON. */
  json: Record<string, unknown> | null;
  /** Milliseconds until it was there. */
  took: number;
}

/** Something is not as it should be. The message is for whoever runs the server. */
export class Wrong extends Error {}

/** One request as a stranger sends it; redirects are not followed. @throws Wrong where there is no answer */
export async function ask(url: string, options: RequestInit = {}): Promise<Answer> {
  const began = performance.now();
  try {
    const response = await fetch(url, { redirect: "manual", signal: AbortSignal.timeout(patience), ...options });
    const text = (await response.text()).slice(0, largest);
    return {
      ...{ status: response.status, headers: response.headers, text },
      json: objectOf(text),
      took: Math.round(performance.now() - began),
    };
  } catch (error) {
    throw new Wrong(`${new URL(url).pathname} does not answer (${codeOf(error)})`);
  }
}

function objectOf(text: string): Answer["json"] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === "TimeoutError") return `nothing within ${patience / 1_000} s`;
  return cleanText(String((cause as NodeJS.ErrnoException | undefined)?.code ?? name), 60);
}

/** A value of the server's in a message: short, and on one line. */
export const shown = (value: unknown): string =>
  value === undefined || value === null ? "nothing" : cleanText(String(value), 120);
