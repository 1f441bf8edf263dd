import { isDeepStrictEqual } from "node:util";
import { isMap, isSeq } from "yaml";
import { refusal } from "../../refusal";
import { isRecord } from "../../server-entry";
import { applyEdits, type Edit, eolOf, nextLine } from "../text";
import type { ServerEntry } from "../types";
import { entriesOf, type YamlEntry, yamlData } from "./parse";
import { gooseServer, yamlString } from "./write";

/** What Goose calls its servers. */
export const container = "extensions";

export const withoutLines = (text: string, at: number, end: number) =>
  text.slice(0, at) + text.slice(nextLine(text, end));

/** Where a new server goes: behind the last one, into an empty container, or at the end with a container of its own. */
export function insertion(
  text: string,
  holder: YamlEntry | undefined,
  servers: YamlEntry[],
  name: string,
  intent: ServerEntry,
): Edit {
  const eol = eolOf(text);
  const last = servers.at(-1);
  const unit = " ".repeat(last?.indent ?? 2);
  const lines = gooseServer(name, intent, unit);
  const whole = (some: string[]) => some.map((line) => line + eol).join("");
  const behind = (at: number, some: string[]) => {
    const open = at > 0 && text[at - 1] !== "\n";
    return { at, end: at, text: (open ? eol : "") + whole(some) };
  };
  if (last) return behind(nextLine(text, last.end), lines);
  if (!holder) return behind(text.length, [`${container}:`, ...lines]);
  if (isMap(holder.node)) {
    const [, end] = holder.node.range;
    if (text.slice(holder.colon, end) !== " {}")
      throw refusal("client_unsupported", `"${container}" is empty in an unusual way.`);
    return { at: holder.colon, end, text: eol + lines.join(eol) };
  }
  return behind(nextLine(text, holder.colon), lines);
}

/** Changes values that differ and adds what is missing; all else of the entry stays as it is written. */
export function patched(text: string, entry: YamlEntry, wanted: Record<string, unknown>): string {
  const eol = eolOf(text);
  const edits: Edit[] = [];
  const own = isMap(entry.node) ? entriesOf(text, entry.node) : [];
  const indent = " ".repeat(own[0]?.indent ?? entry.indent + 2);
  const step = " ".repeat(Math.max(1, indent.length - entry.indent));
  const first = own[0]?.at ?? nextLine(text, entry.colon);
  const missing: string[] = [];
  /** @returns false: there is no such value yet. */
  function settle(there: YamlEntry | undefined, value: unknown): boolean {
    if (there && yamlData(there.node) !== value) edits.push(valueEdit(there, yamlString(String(value))));
    return there !== undefined;
  }
  const of = (key: string) => own.find((one) => one.key === key);

  if (!settle(of("cmd"), wanted.command)) missing.push(`${indent}cmd: ${yamlString(String(wanted.command))}`);

  const args = Array.isArray(wanted.args) ? wanted.args.map(String) : [];
  const list = of("args");
  const items = args.map((argument) => `${indent}${step}- ${yamlString(argument)}`);
  if (!list) missing.push(`${indent}args:`, ...items);
  else if (!isDeepStrictEqual(yamlData(list.node), args)) edits.push(belowEdit(list, eol, items));

  const envs = of("envs");
  const has = isMap(envs?.node) && !envs.node.flow ? entriesOf(text, envs.node) : [];
  const inner = " ".repeat(has[0]?.indent ?? indent.length + step.length);
  const lacking: string[] = [];
  for (const [key, value] of Object.entries(isRecord(wanted.env) ? wanted.env : {})) {
    const there = has.find((one) => one.key === key);
    if (!settle(there, value)) lacking.push(`${inner}${key}: ${yamlString(String(value))}`);
  }
  const at = has[0]?.at;
  if (lacking.length > 0 && at !== undefined)
    edits.push({ at, end: at, text: lacking.map((line) => line + eol).join("") });
  else if (lacking.length > 0 && envs) edits.push(belowEdit(envs, eol, lacking));
  else if (lacking.length > 0) missing.push(`${indent}envs:`, ...lacking);

  if (missing.length > 0) edits.push({ at: first, end: first, text: missing.map((line) => line + eol).join("") });
  return applyEdits(text, edits);
}

function valueEdit({ colon, end, node }: YamlEntry, shown: string): Edit {
  const [at, to] = node?.range ?? [colon, colon];
  const isWhole = node && to > at && !isMap(node) && !isSeq(node);
  return isWhole ? { at, end: Math.min(to, end), text: shown } : { at: colon, end, text: ` ${shown}` };
}
const belowEdit = ({ colon, end }: YamlEntry, eol: string, lines: string[]): Edit => ({
  at: colon,
  end,
  text: lines.map((line) => eol + line).join(""),
});
