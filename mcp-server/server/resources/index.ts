import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Desk } from "../../access/policy";
import type { ToolName } from "../../access/tool-rules";
import { type Answer, type Caller, isQuestion } from "../caller";
import { placeOf, templates } from "./templates";

/** What clients can read without calling a tool: the status, and time as files. Offered as the tool of the same data is. */
export const statusUri = "punchcard://status";
const statusResource = {
  uri: statusUri,
  name: "status",
  title: "Status",
  description: "What runs now, today and this week against target",
  mimeType: "application/json",
};

const unknown = () => new ProtocolError(ProtocolErrorCode.InvalidParams, "There is no such resource.");

/** @param status what get_status answers, asked for as a tool call is */
export function buildResources(desk: Desk, status: (caller: Caller) => Promise<Answer>) {
  const offered = (tool: ToolName) => desk.offered().some(({ name }) => name === tool);

  return {
    list: () => ({ resources: offered("get_status") ? [statusResource] : [] }),

    templates: () => ({
      resourceTemplates: templates
        .filter(({ tool }) => offered(tool))
        .map(({ kind, uriTemplate, title, mimeType }) => ({ name: kind, uriTemplate, title, mimeType })),
    }),

    /** Only the status changes by itself. @throws ProtocolError */
    demandStatus(uri: string): void {
      if (uri !== statusUri || !offered("get_status")) throw unknown();
    },

    /** @throws ProtocolError with what is wrong and what to do */
    async read(uri: string, caller: Caller) {
      const silent = { ...caller, canAsk: false, waits: false };
      if (uri === statusUri && offered("get_status")) {
        const answer = await status(silent);
        const body = isQuestion(answer) ? {} : answer.structuredContent;
        return { contents: [{ uri, mimeType: "application/json", text: JSON.stringify(body) }] };
      }
      const place = placeOf(uri);
      if (!place || !offered(place.tool)) throw unknown();
      const { readExport } = await import("./read");
      try {
        return { contents: [{ uri, ...(await readExport(place, desk, silent)) }] };
      } catch (error) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, error instanceof Error ? error.message : "It failed.");
      }
    },
  };
}
