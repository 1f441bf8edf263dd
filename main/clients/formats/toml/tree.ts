import { refusal } from "../../refusal";
import { position } from "../json/parse";
import type { TomlNode, TomlStatement } from "./parse";

/** How a table came about decides what may still be added to it. */
export interface TomlTable {
  kind: "table";
  /** `implied`: a header named something below it; `inline`: `{ … }`, to which nothing can be added. */
  by: "header" | "implied" | "dotted" | "inline";
  children: Map<string, TomlTable | TomlTables | TomlNode>;
}
interface TomlTables {
  kind: "tables";
  items: TomlTable[];
}

const table = (by: TomlTable["by"]): TomlTable => ({ kind: "table", by, children: new Map() });

/**
 * What the statements say together. Throws an `InputError` where a name is given twice, for a parser that takes such a
 * file does not exist; unusual but legal ways to add to a table from elsewhere are refused too.
 */
export function tomlTree(text: string, statements: TomlStatement[]): TomlTable {
  const root = table("header");
  let current = root;

  function twice(path: string[], at: number): never {
    throw refusal(
      "client_duplicate",
      `"${path.join(".")}" is there twice, the second time at ${position(text, at)}.`,
      "Nothing was changed. Remove one of the two and try again, or paste the snippet yourself.",
    );
  }

  /** The table that a header's path leads to but for its last part; the newest of several. */
  function parentOf({ path, at }: TomlStatement): TomlTable {
    let now = root;
    for (const part of path.slice(0, -1)) {
      const next = now.children.get(part) ?? table("implied");
      now.children.set(part, next);
      const last = next.kind === "tables" ? next.items.at(-1) : next;
      if (last?.kind !== "table" || !("by" in last) || last.by === "inline") twice(path, at);
      now = last;
    }
    return now;
  }

  function open(statement: TomlStatement): TomlTable {
    const { kind, path, at } = statement;
    const parent = parentOf(statement);
    const name = path.at(-1) ?? "";
    const there = parent.children.get(name);
    if (kind === "array") {
      const made = table("header");
      if (there && there.kind !== "tables") twice(path, at);
      if (there) there.items.push(made);
      else parent.children.set(name, { kind: "tables", items: [made] });
      return made;
    }
    if (!there) {
      const made = table("header");
      parent.children.set(name, made);
      return made;
    }
    if (!isTable(there) || there.by !== "implied") return twice(path, at);
    there.by = "header";
    return there;
  }

  function put(into: TomlTable, path: string[], node: TomlNode, at: number): void {
    let now = into;
    for (const part of path.slice(0, -1)) {
      const next = now.children.get(part) ?? table("dotted");
      now.children.set(part, next);
      if (!isTable(next) || next.by !== "dotted") twice(path, at);
      now = next;
    }
    const name = path.at(-1) ?? "";
    if (now.children.has(name)) twice(path, at);
    now.children.set(name, settled(node));
  }

  /** Inline tables become tables that are closed. */
  function settled(node: TomlNode): TomlTable | TomlNode {
    for (const item of node.items) settled(item);
    if (node.kind !== "table") return node;
    const made = table("dotted");
    for (const { path, node: member } of node.members) put(made, path, member, member.at);
    close(made);
    return made;
  }

  for (const statement of statements) {
    if (statement.node) put(current, statement.path, statement.node, statement.at);
    else current = open(statement);
  }
  return root;
}

function close(one: TomlTable): void {
  one.by = "inline";
  for (const child of one.children.values()) if (isTable(child)) close(child);
}

export const isTable = (one: TomlTable | TomlTables | TomlNode | undefined): one is TomlTable =>
  one?.kind === "table" && "by" in one;

/** As data, safe against a key called `__proto__`. */
export function tomlData(one: TomlTable | TomlTables | TomlNode): unknown {
  if (isTable(one)) return Object.fromEntries([...one.children].map(([key, child]) => [key, tomlData(child)]));
  if (one.kind === "tables") return one.items.map(tomlData);
  const node = one as TomlNode;
  if (node.kind === "array") return node.items.map(tomlData);
  if (node.kind === "table")
    return Object.fromEntries(node.members.map(({ path, node: member }) => [path.join("."), tomlData(member)]));
  return node.value;
}
