import type { ToolName } from "#core/access/tool-rules";

const csv = "text/csv; charset=utf-8";

const calendar = "text/calendar; charset=utf-8";

export const templates = [
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
export function placeOf(uri: string): ExportPlace | null {
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
