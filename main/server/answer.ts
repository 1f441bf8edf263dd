import type { CallToolResult } from "@modelcontextprotocol/client";
import { z } from "zod";
import { type ToolName, toolRules } from "#core/access/tool-rules";
import { errorResult } from "#core/domain/results/error";
import { AppFailure } from "../app/failure";

/** A call that broke off says nothing about whether a write took effect. */
const savedWhenBroken = (tool: ToolName) => (toolRules[tool].kind === "read" ? "no" : "unknown");

const rowsFailed = z.object({ failed: z.array(z.unknown()).min(1) });

/** Parses what a tool answered. `isError` becomes the failure it carries. */
export function readAnswer<S extends z.ZodType>(tool: ToolName, result: CallToolResult, schema: S): z.output<S> {
  if (result.isError) {
    const parsed = errorResult.safeParse(result.structuredContent);
    if (parsed.success) throw new AppFailure(parsed.data.error);
    // Several were asked for and none was done: the rows say why.
    if (rowsFailed.safeParse(result.structuredContent).success) {
      const rows = schema.safeParse(result.structuredContent);
      if (rows.success) return rows.data;
    }
    const text = result.content?.map((part) => (part.type === "text" ? part.text : "")).join(" ");
    throw new AppFailure({
      code: "internal",
      message: text?.slice(0, 500) || "The server failed without a reason.",
      saved: savedWhenBroken(tool),
    });
  }
  const parsed = schema.safeParse(result.structuredContent);
  if (parsed.success) return parsed.data;
  throw new AppFailure({
    code: "internal",
    message: `The answer of ${tool} was not understood.`,
    saved: toolRules[tool].kind === "read" ? "no" : "yes",
    next: "Punchcard and its server may be of different versions: start Punchcard again.",
    detail: parsed.error.issues[0]?.path.join("."),
  });
}

/**
 * What a call that got no answer means for a person.
 * @param timedOut the SDK gave up waiting
 */
export function brokenCall(tool: ToolName, error: unknown, aborted: boolean, timedOut: boolean): AppFailure {
  const saved = savedWhenBroken(tool);
  if (aborted) return new AppFailure({ code: "cancelled", message: "It was cancelled.", saved });
  if (timedOut)
    return new AppFailure({ code: "timeout", message: "Punchcard's server did not answer in time.", saved });
  return new AppFailure({
    code: "server_down",
    message: "Punchcard's own server stopped in the middle of it.",
    saved,
    next: "Try again; the log says why it stopped.",
    detail: error instanceof Error ? error.message.slice(0, 200) : undefined,
  });
}
