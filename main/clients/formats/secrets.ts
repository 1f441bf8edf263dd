/** What stands in the place of a value that is not shown. */
export const hidden = "•••";

/** Members whose values are never shown. */
export const secretMembers = /^(env|headers|envs|requestinit|http_headers)$/i;
export const secretWord = /token|secret|passw|api[-_]?key|authorization|credential|cookie/i;
const secretText = /\b(bearer|basic)\s+\S|[?&][^=&\s]*(token|key|secret|auth|sig)[^=&\s]*=|:\/\/[^/\s@]*:[^/\s@]*@/i;

/** Whether an argument says that the next one is a secret (`--token`, `--header`). */
export function announcesSecret(argument: unknown): boolean {
  if (typeof argument !== "string" || !/^--?[a-z]/i.test(argument) || argument.includes("=")) return false;
  return secretWord.test(argument) || /^--?(header|h|e|env)$/i.test(argument);
}

/** A text that gives a credential away by itself, as it may be shown; null: it may be shown as it is. */
export function withoutCredential(text: string): string | null {
  const assigned = /^([^=\s]{1,60})=./.exec(text);
  if (assigned?.[1] && secretWord.test(assigned[1])) return `${assigned[1]}=${hidden}`;
  return secretText.test(text) ? hidden : null;
}

/** A comment that may be shown: its lines stay lines, nothing else of it does if it speaks of secrets. */
export const speaksOfSecrets = (comment: string) => secretWord.test(comment) || secretText.test(comment);
