import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Desk } from "./desk";
import { type Answer, type Caller, isQuestion } from "./dispatch";
import type { ToolName } from "./permissions";

/** What clients can read without calling a tool: the status, and time as files. Offered as the tool of the same data is. */
export const statusUri = "punchcard://status";
const statusResource = {
  uri: statusUri,
  name: "status",
  title: "Status",
  description: "What runs now, today and this week against target",
  mimeType: "application/json",
};

const csv = "text/csv; charset=utf-8";
const calendar = "text/calendar; charset=utf-8";
const templates = [
  {
    kind: "entries.csv",
    tool: "list_time",
    uriTemplate: "punchcard://entries/{account}/{from}/{to}.csv",
    title: "Own entries as CSV",
    mimeType: csv,
  },
  {
    kind: "report.csv",
    tool: "report_time",
    uriTemplate: "punchcard://report/{account}/{from}/{to}/{by}.csv",
    title: "Sums of own time as CSV, by project, day, … (up to three, with commas)",
    mimeType: csv,
  },
  {
    kind: "entries.ics",
    tool: "list_time",
    uriTemplate: "punchcard://entries/{account}/{from}/{to}.ics",
    title: "Own entries as a calendar",
    mimeType: calendar,
  },
  {
    kind: "absences.ics",
    tool: "list_absences",
    uriTemplate: "punchcard://absences/{account}/{from}/{to}.ics",
    title: "Own absences as a calendar",
    mimeType: calendar,
  },
] as const satisfies { kind: string; tool: ToolName; uriTemplate: string; title: string; mimeType: string }[];

/** A file by its address: `first` and `last` are days as they stand there, both included, not checked yet. */
export interface ExportPlace {
  kind: (typeof templates)[number]["kind"];
  tool: ToolName;
  account: string;
  first: string;
  last: string;
  by?: string;
}

/** null: it is no address of a file. */
function placeOf(uri: string): ExportPlace | null {
  const address = /^punchcard:\/\/(entries|report|absences)\/([^/]+)\/([^/]+)\/([^/]+?)(?:\/([^/]+))?\.(csv|ics)$/.exec(
    uri,
  );
  if (!address) return null;
  let parts: string[];
  try {
    parts = address.slice(1).map((part) => decodeURIComponent(part ?? ""));
  } catch {
    return null;
  }
  const [what = "", account = "", first = "", last = "", by = "", ending = ""] = parts;
  const template = templates.find(({ kind }) => kind === `${what}.${ending}`);
  if (!template || (by !== "") !== (what === "report")) return null;
  return { kind: template.kind, tool: template.tool, account, first, last, ...(by !== "" && { by }) };
}

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
      const { readExport } = await import("./resources/read");
      try {
        return { contents: [{ uri, ...(await readExport(place, desk, silent)) }] };
      } catch (error) {
        throw new ProtocolError(ProtocolErrorCode.InvalidParams, error instanceof Error ? error.message : "It failed.");
      }
    },
  };
}
