import { announcesSecret, hidden, secretMembers, secretWord, withoutCredential } from "./secrets";
import { applyEdits, type Edit } from "./text";

/** What is looked through for secrets: a value with its place, whatever its format. */
export interface MaskedNode {
  at: number;
  end: number;
  /** Of a scalar. */
  value?: unknown;
  items?: MaskedNode[];
  members?: { path: string[]; node: MaskedNode }[];
}

/** The ranges that must not be shown, and what is shown instead, on as many lines. */
function secretRanges(text: string, node: MaskedNode, secret = false): Edit[] {
  if (node.members)
    return node.members.flatMap((member) =>
      secretRanges(text, member.node, secret || isSecret(member.path, member.node)),
    );
  if (node.items)
    return node.items.flatMap((item, index, all) =>
      secretRanges(text, item, secret || announcesSecret(all[index - 1]?.value)),
    );
  const { at, end, value } = node;
  const shown = secret ? hidden : typeof value === "string" ? withoutCredential(value) : null;
  if (shown === null) return [];
  const raw = text.slice(at, end);
  return [{ at, end, text: raw.replace(/[^\r\n]+/g, (line) => /^ */.exec(line)?.[0] + JSON.stringify(shown)) }];
}

/** A server may be called "token-counter": only what stands directly under such a name is hidden, not a whole table. */
function isSecret(path: string[], node: MaskedNode): boolean {
  return path.some((name) => secretMembers.test(name)) || (!node.members && secretWord.test(path.at(-1) ?? ""));
}

/** @param comment how a comment is shown, which may hold a commented-out secret */
export function maskText(
  text: string,
  root: MaskedNode,
  comments: { at: number; end: number }[],
  comment: (raw: string, at: number) => string,
): string {
  const shown = comments.map(({ at, end }) => ({ at, end, text: comment(text.slice(at, end), at) }));
  return applyEdits(text, [...secretRanges(text, root), ...shown]);
}

/** A text that nobody can read: of each line only the key and brackets, since any value may be a secret. */
export const maskUnread = (text: string) =>
  text.replace(/[^\r\n]+/g, (line) => {
    const [, shown = "", rest = ""] =
      /^(\s*(?:-\s+)?(?:["']?[\w .-]{1,60}["']?\s*[:=]|\[+[\w."'-]+\]+|[{}[\],\s]+)?)(.*)$/.exec(line) ?? [];
    return rest.trim() === "" ? line : /^\s*[{[],?\s*$/.test(rest) ? line : `${shown} ${hidden}`;
  });
