import type { CallToolResult } from "@modelcontextprotocol/server";
import { untrusted } from "./tools/lib/view";

function* stringsIn(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const one of value) yield* stringsIn(one);
  else if (typeof value === "object" && value !== null)
    for (const [key, one] of Object.entries(value)) {
      yield key;
      yield* stringsIn(one);
    }
}

/**
 * Says in both forms of an answer that it shows what people wrote, above all of it; an answer that shows none of that stays
 * as it is.
 * @param quotes what was quoted on the way to the answer; not all of it has to be in there
 */
export function markQuotes(answer: CallToolResult, quotes: ReadonlySet<string>): CallToolResult {
  if (quotes.size === 0) return answer;
  const texts = answer.content.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const shows = (strings: Iterable<string>) => {
    const all = [...strings].join("\n");
    return [...quotes].some((quoted) => all.includes(quoted));
  };
  // The data is looked through only where the text, which is short, shows none.
  if (!shows(texts) && !shows(stringsIn(answer.structuredContent))) return answer;
  return {
    ...answer,
    content: answer.content.map((part) =>
      part.type === "text" ? { ...part, text: `${untrusted}\n${part.text}` } : part,
    ),
    structuredContent: { untrusted, ...(answer.structuredContent as object) },
  };
}
