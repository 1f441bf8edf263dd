import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { AccessPolicy } from "#core/access/access-policy";
import { type Answer, type Caller, needsConfirmation } from "../caller";
import { tools } from "../tools";
import { placeOf, templates } from "./templates";
import { weekViewResource, weekViewUri } from "./week-view-resource";

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
export function buildResources(policy: AccessPolicy, status: (caller: Caller) => Promise<Answer>) {
  const offersWeek = () => tools.some(({ name, weekView }) => weekView && policy.offers(name));
  return {
    list: () => ({
      resources: [
        ...(policy.offers("get_status") ? [statusResource] : []),
        ...(offersWeek() ? [weekViewResource] : []),
      ],
    }),

    templates: () => ({
      resourceTemplates: templates
        .filter(({ tool }) => policy.offers(tool))
        .map(({ kind, uriTemplate, title, mimeType }) => ({ name: kind, uriTemplate, title, mimeType })),
    }),

    /** Only the status changes by itself. @throws ProtocolError */
    demandStatus(uri: string): void {
      if (uri !== statusUri || !policy.offers("get_status")) throw unknown();
    },

    /** @throws ProtocolError with what is wrong and what to do */
    async read(uri: string, caller: Caller) {
      const silent = { ...caller, canAsk: false, waits: false };
      if (uri === statusUri && policy.offers("get_status")) {
        const answer = await status(silent);
        const body = needsConfirmation(answer) ? {} : answer.structuredContent;
        return { contents: [{ uri, mimeType: "application/json", text: JSON.stringify(body) }] };
      }
      if (uri === weekViewUri && offersWeek()) return (await import("./read-week-view")).readWeekView();
      const place = placeOf(uri);
      if (!place || !policy.offers(place.tool)) throw unknown();
      const { readExport } = await import("./read");
      try {
        return { contents: [{ uri, ...(await readExport(place, policy, silent)) }] };
      } catch (error) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, error instanceof Error ? error.message : "It failed.");
      }
    },
  };
}
