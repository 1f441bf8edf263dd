import type { Ref } from "../../../../domain/entities";
import { InputError } from "../../../../domain/errors";
import type { RecordParent, RecordValue, ServiceRecord } from "../../../../domain/records";
import { wireId } from "../../mapping/ids";
import type { WireServiceRights, WireWorkRights } from "../../wire/people";
import type { NameOf } from "../fields";

/**
 * Rights as records (clockodo-api.md §2.15), pure. Each has an id that says what it is: `book` (all work),
 * `book.customer.510`, `edit.project.7720`, `activity` (all activities), `activity.31`; `own.` in front of it means the
 * individual right of a person beside those of the groups.
 */

export const mays = ["book", "report", "edit"] as const;
export type May = (typeof mays)[number];
const wireMay = { book: "add", report: "report", edit: "edit" } as const;
const words = { book: "book on", report: "see reports of", edit: "edit reports of" } as const;

/** `chosen`: some of what is below, each with a record of its own. */
export const scopes = ["all", "chosen", "none"] as const;
export type Scope = (typeof scopes)[number];
const wireScope = { none: 0, all: 1, chosen: 2 } as const;

export type Target =
  | { kind: "work"; may: May }
  | { kind: "customer" | "project"; may: May; id: number }
  | { kind: "activities" }
  | { kind: "activity"; id: number };

export interface Right {
  own: boolean;
  target: Target;
}

/** The path below a group or a person, and the body, of a change. */
export function wireChange(target: Target, scope: Scope): { path: string[]; body: Record<string, unknown> } {
  const value = wireScope[scope];
  if (scope === "chosen" && (target.kind === "project" || target.kind === "activity"))
    throw new InputError("argument", `One ${target.kind} is open or not: "all" or "none".`);
  if (target.kind === "activities") return { path: ["services", "general"], body: { type: "add", value } };
  if (target.kind === "activity") return { path: ["services"], body: { id: target.id, type: "add", value } };
  const type = wireMay[target.may];
  if (target.kind === "work") return { path: ["customers", "general"], body: { type, value } };
  return { path: [target.kind === "customer" ? "customers" : "projects"], body: { id: target.id, type, value } };
}

export function rightId({ own, target }: Right): string {
  const below = "id" in target ? `.${target.id}` : "";
  const what =
    target.kind === "activities" || target.kind === "activity"
      ? `activity${below}`
      : target.kind === "work"
        ? target.may
        : `${target.may}.${target.kind}${below}`;
  return own ? `own.${what}` : what;
}

/** @throws InputError for what is no right */
export function readRightId(id: string): Right {
  const own = id.startsWith("own.");
  const [first, second, third, ...more] = (own ? id.slice(4) : id).split(".");
  const may = mays.find((each) => each === first);
  if (more.length === 0 && first === "activity" && third === undefined)
    return {
      own,
      target: second === undefined ? { kind: "activities" } : { kind: "activity", id: wireId(second, "an activity") },
    };
  if (more.length === 0 && may && second === undefined) return { own, target: { kind: "work", may } };
  if (more.length === 0 && may && third !== undefined && (second === "customer" || second === "project"))
    return { own, target: { kind: second, may, id: wireId(third, `a ${second}`) } };
  throw new InputError("argument", `"${id.slice(0, 40)}" is not an access right.`, {
    next: "Write it like book.customer.510, edit, activity.31; list_records of type access shows them.",
  });
}

/** @param customer that a project belongs to, where it is seen */
export function rightRecord(
  right: Right,
  scope: Scope,
  parent: RecordParent,
  nameOf: NameOf,
  customer?: Ref,
): ServiceRecord {
  const { target, own } = right;
  const values: Record<string, RecordValue> = {};
  if ("may" in target) values.may = target.may;
  const ref = (kind: "customer" | "project" | "activity", id: number): Ref => ({
    id: String(id),
    name: nameOf(kind, id),
  });
  let name = "use all activities";
  if (target.kind === "work") name = `${words[target.may]} all work`;
  else if (target.kind !== "activities") {
    const about = ref(target.kind, target.id);
    values[target.kind] = about;
    name = target.kind === "activity" ? `use ${about.name}` : `${words[target.may]} ${about.name}`;
  }
  if (customer) values.customer = customer;
  values.scope = scope;
  if (own) values.individual = true;
  return { type: "access", id: rightId(right), name: own ? `${name} (individual)` : name, parent, values };
}

const scopeOf = (held: unknown): Scope =>
  held === true ? "all" : typeof held === "object" && held !== null && Object.keys(held).length > 0 ? "chosen" : "none";

/** Every right that an answer tells of, the general ones always. What is absent in it, the caller may not see. */
export function rightsIn(
  work: WireWorkRights | null,
  services: WireServiceRights | null,
  own: boolean,
): { right: Right; scope: Scope }[] {
  const found: { right: Right; scope: Scope }[] = [];
  const add = (target: Target, held: unknown) => found.push({ right: { own, target }, scope: scopeOf(held) });
  for (const may of mays) {
    const held = work?.[wireMay[may]];
    if (held == null) continue;
    add({ kind: "work", may }, held);
    if (typeof held === "boolean") continue;
    for (const [customer, projects] of Object.entries(held)) {
      add({ kind: "customer", may, id: Number(customer) }, projects);
      if (typeof projects === "boolean") continue;
      for (const project of Object.keys(projects)) add({ kind: "project", may, id: Number(project) }, true);
    }
  }
  if (services?.add != null) {
    add({ kind: "activities" }, services.add);
    if (typeof services.add !== "boolean")
      for (const id of Object.keys(services.add)) add({ kind: "activity", id: Number(id) }, true);
  }
  return found;
}
