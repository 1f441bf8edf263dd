import type { CallToolResult } from "@modelcontextprotocol/server";
import type { OpenQuestion } from "#core/confirmation/person-questions";
import { confirmSeconds } from "#core/confirmation/token-rules";
import { changeMeta } from "#core/domain/results/activity-terms";
import type { ErrorResult } from "#core/domain/results/error";
import { cleanText } from "#core/domain/text";
import type { CallRecord } from "#core/journal/call-record";
import type { ToolResult } from "./tools/lib/define";
import { errorText } from "./tools/lib/errors";

export const resultAnswer = ({ data, text, failed, links = [] }: ToolResult): CallToolResult => ({
  content: [{ type: "text", text }, ...links.map((link) => ({ type: "resource_link" as const, ...link }))],
  structuredContent: data,
  ...(failed && { isError: true }),
});

/** How the app is called among clients. */
const appClient = "tray";

/** The same answer with the id of its change in the journal, or a word that it is in none. */
export function withRecord(answer: CallToolResult, record: CallRecord | undefined): CallToolResult {
  if (!record) return answer;
  const { change, unrecorded } = record;
  const told = unrecorded === null ? [] : [{ type: "text" as const, text: unrecordedNote(unrecorded) }];
  return {
    ...answer,
    content: [...answer.content, ...told],
    ...(change !== null && record.origin.client === appClient && { _meta: { [changeMeta]: change } }),
  };
}

const unrecordedNote = (why: string) =>
  `What this wrote is not in Punchcard's activity, where your person could undo it: ${cleanText(why, 200)}`;

/**
 * @param write the call could have changed something: then it is said that it did not
 * @param quotes words of people in it: whatever they say, it is not we who say that nothing was changed
 */
export function errorAnswer(error: ErrorResult, write: boolean, quotes: ReadonlySet<string>): CallToolResult {
  const defined = Object.fromEntries(Object.entries(error).filter(([, value]) => value !== undefined));
  const text = errorText(error);
  const ours = [...quotes].reduce((rest, quoted) => rest.replaceAll(quoted, ""), text);
  const unsaid = write && error.saved === "no" && !/nothing was (done|saved|changed)|before it failed/i.test(ours);
  return {
    isError: true,
    content: [{ type: "text", text: unsaid ? `${text}\nNothing was changed.` : text }],
    structuredContent: { error: defined },
  };
}

/** For clients that cannot ask: nothing is done yet, and only the same call with the token does it. */
export function previewAnswer(preview: string[], token: string): CallToolResult {
  const next = `Show this to your person. Only if they agree, call again with the same arguments and confirm: "${token}" (good for ${confirmSeconds / 60} minutes, once).`;
  return {
    content: [{ type: "text", text: ["Nothing was done yet. This would happen:", ...preview, next].join("\n") }],
    structuredContent: { confirm: { token, seconds: confirmSeconds, preview, next } },
  };
}

/** The person is asked, in a window of the app or on a page, and did not answer within this call. */
export function waitingAnswer(preview: string[], open: OpenQuestion): CallToolResult {
  const { token, seconds, url } = open;
  if (url !== undefined) return linkAnswer(preview, { token, seconds, url });
  const next = `Call again with the same arguments and confirm: "${token}" to go on waiting for the answer; the question is open for ${seconds} more seconds. If no window is there, ask your person to open Punchcard.`;
  const title =
    "Nothing was done yet: Punchcard asks your person in a window, and waits for the answer. This would happen:";
  return {
    content: [{ type: "text", text: [title, ...preview, next].join("\n") }],
    structuredContent: { confirm: { token, seconds, preview, next, waiting: true } },
  };
}

function linkAnswer(preview: string[], { token, seconds, url }: Required<OpenQuestion>): CallToolResult {
  const next = `Give your person this link: ${url} There they see what would happen, and say yes or no. Once they said yes, call again with the same arguments and confirm: "${token}" (the question is open for ${seconds} more seconds). Without their yes on that page the token does nothing.`;
  const title = "Nothing was done yet: your person has to agree to this on a page of Punchcard. This would happen:";
  return {
    content: [{ type: "text", text: [title, ...preview, next].join("\n") }],
    structuredContent: { confirm: { token, seconds, preview, next, waiting: true, url } },
  };
}
