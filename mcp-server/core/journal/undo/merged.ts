import { keyOf, type Operation, type Part } from "../change";

const makes: readonly Operation[] = ["create", "start"];

/**
 * Of a record that a change wrote several times only what it was before all and after all counts: it is taken back in one
 * step. Writes that are no plain changes (stops, decisions) stay as they are.
 * @param parts in the order in which they were written
 */
export function merged(parts: readonly Part[]): Part[] {
  const byRecord = new Map<string, Part[]>();
  for (const part of parts) {
    const key = keyOf(part.subject, part.subjectId ?? `part ${part.id}`, part.of);
    byRecord.set(key, [...(byRecord.get(key) ?? []), part]);
  }
  const dropped = new Set<Part>();
  const replaced = new Map<Part, Part>();
  for (const own of byRecord.values()) {
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last || first === last) continue;
    const isMade = makes.includes(first.operation);
    const isDeleted = last.operation === "delete";
    const between = own.slice(isMade ? 1 : 0, isDeleted ? -1 : undefined);
    if (first.subject === "absence" || between.some(({ operation }) => operation !== "update")) continue;
    for (const part of own) if (part !== last) dropped.add(part);
    if (isMade && isDeleted) dropped.add(last);
    else if (isMade) replaced.set(last, { ...first, after: last.after });
    else replaced.set(last, { ...last, before: first.before });
  }
  return parts.flatMap((part) => (dropped.has(part) ? [] : [replaced.get(part) ?? part]));
}
