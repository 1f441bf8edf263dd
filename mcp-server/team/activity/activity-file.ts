import { csvStart, guardedLine } from "#core/domain/export/csv";
import type { ActivityRow } from "../api/contract";
import { clientOf } from "./person-activity";

const columns = ["at", "client", "account", "tool", "outcome", "code", "change", "what", "before", "after"];

/** A person's activity as a file: lines of JSON, or a table in which each record of a change has a line. */
export function activityFile(format: "jsonl" | "csv"): {
  type: string;
  head: string;
  lineOf(row: ActivityRow): string;
} {
  if (format === "jsonl")
    return { type: "application/jsonl; charset=utf-8", head: "", lineOf: (row) => `${JSON.stringify(iso(row))}\n` };
  return { type: "text/csv; charset=utf-8", head: csvStart + guardedLine(columns), lineOf: csvOf };
}

const iso = ({ at, ...row }: ActivityRow) => ({ at: new Date(at).toISOString(), ...row });

function csvOf(row: ActivityRow): string {
  const { tool, account } = detailsOf(row);
  const start = [new Date(row.at).toISOString(), clientOf(row), account, tool, row.outcome];
  if (row.kind === "refused") return guardedLine([...start, row.code, "", "", "", ""]);
  if (row.kind === "question") return guardedLine([...start, "", "", row.question.lines.join("\n"), "", ""]);
  const { id, items } = row.change;
  const texts = items.map(({ operation, subject, name, error, before, after }) =>
    guardedLine([...start, error, id, [operation, subject, name].filter(Boolean).join(" "), json(before), json(after)]),
  );
  return texts.join("");
}

function detailsOf(row: ActivityRow): { tool: string; account: string | undefined } {
  if (row.kind === "refused") return { tool: row.tool, account: row.account?.label };
  const { tool, account } = row.kind === "change" ? row.change : row.question;
  return { tool, account: account.label };
}

const json = (fields: object | null) => (fields === null ? "" : JSON.stringify(fields));
