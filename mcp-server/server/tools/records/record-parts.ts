import type { AccountFacts } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import { fold } from "#core/domain/names";
import type { PartOf } from "#core/domain/question/parts";
import type {
  RecordDraft,
  RecordField,
  RecordPart,
  RecordType,
  RecordTypeInfo,
  RecordValue,
} from "#core/domain/records";
import type { TimeContext } from "#core/time/parse";
import type { ToolCall } from "../lib/define";
import { withText } from "../lib/question/records";
import { recordWord } from "../lib/record-word";
import { isOthers } from "./is-others";
import type { RecordNames } from "./record-names";
import { checkValues, fieldNamed } from "./record-values";
import { valuesSaid } from "./record-view";
import { able, recordsOf } from "./record-words";
import { quotedText, wrong } from "./scalar-values";

/** What a new record brings along: the activities and the rate of a project. All is checked before anything is sent. */

export interface PlannedPart {
  type: RecordType;
  link: RecordPart["link"];
  /** Without the new record that it is linked to. */
  draft: RecordDraft;
  shown: PartOf<"withRecord">;
  others: boolean;
  parts: readonly PlannedPart[];
  info: RecordTypeInfo;
}

interface Items {
  part: RecordPart;
  items: readonly unknown[];
}

/** More in one record are more than a person can look through before they agree. */
export const mostParts = 100;

/** A part that can be read later has a field of its name already. */
export function createFields({ fields, parts = [] }: Pick<RecordTypeInfo, "fields" | "parts">): RecordField[] {
  const fresh = parts.map(({ field }) => field);
  return [...fields.filter(({ name }) => !fresh.some((one) => one.name === name)), ...fresh];
}

/**
 * The values of the record itself, and what it brings along.
 * @throws InputError where a part is given twice, or with a copy
 */
export function splitParts(info: RecordTypeInfo, given: Readonly<Record<string, unknown>>, copying: boolean) {
  const rest: Record<string, unknown> = {};
  const items: Items[] = [];
  for (const [name, value] of Object.entries(given)) {
    const field = fieldNamed(name, createFields(info));
    const part = info.parts?.find((one) => one.field === field);
    if (!part) {
      rest[name] = value;
      continue;
    }
    if (copying) wrong(`${part.field.name} cannot be given with copy_of.`, "Make the copy first.");
    if (items.some((one) => one.part === part)) wrong(`${part.field.name} is given twice.`);
    items.push({ part, items: value === null || value === "" ? [] : Array.isArray(value) ? value : [value] });
  }
  demandFew(
    info.type,
    items.reduce((sum, one) => sum + one.items.length, 0),
  );
  return { rest, items };
}

/** @throws InputError */
export function demandFew(type: RecordType, count: number): void {
  if (count > mostParts) wrong(`A new ${recordWord(type)} takes ${mostParts} records with it at most.`);
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Objects are the further record's values, but for a reference as lists show it. */
function valuesOf(item: unknown, { plain, field }: RecordPart): Record<string, unknown> {
  const isRef = isObject(item) && field.item === "ref" && !Object.hasOwn(item, plain);
  return isObject(item) && !isRef ? item : { [plain]: item };
}

export class PartPlanner {
  constructor(
    private readonly call: ToolCall,
    private readonly check: { context: TimeContext; names: RecordNames },
    private readonly facts: AccountFacts,
  ) {}

  /** @param parent type of the new record @throws InputError, ServiceError: nothing is sent */
  async plan(parent: RecordType, given: readonly Items[]): Promise<PlannedPart[]> {
    const planned: PlannedPart[] = [];
    for (const { part, items } of given) {
      if (items.length === 0) continue;
      const info = await recordsOf(this.call, part.type).describe(part.type, { signal: this.call.signal });
      able(info, "create", this.facts.refused);
      const seen = new Set<string>();
      for (const [index, item] of items.entries()) {
        const where = items.length > 1 ? `${part.field.name}, number ${index + 1}` : part.field.name;
        const one = await this.one(valuesOf(item, part), part, info, parent).catch((error: unknown) => {
          throw error instanceof InputError ? located(error, where) : error;
        });
        const key = JSON.stringify(part.unique.map((name) => keyOf(one.draft[name])));
        if (seen.has(key)) wrong(`${where}: ${withText(one.shown)} is there twice.`);
        seen.add(key);
        planned.push(one);
      }
    }
    return planned;
  }

  private async one(
    given: Record<string, unknown>,
    { type, link }: RecordPart,
    info: RecordTypeInfo,
    parent: RecordType,
  ): Promise<PlannedPart> {
    const linked = link === "of" ? parent : link.value;
    if (
      fieldNamed(
        linked,
        Object.keys(given).map((name) => ({ name })),
      )
    )
      wrong(`${linked} is the new ${recordWord(parent)}: leave it out.`);
    if (typeof given.name === "string" && /^#\s*\d+$/.test(given.name.trim()))
      wrong(
        `${quotedText(given.name)} is an id, and this makes a new ${recordWord(type)}.`,
        "Give the name it shall have.",
      );
    const { rest, items } = splitParts(info, given, false);
    const fields = createFields(info).filter(({ name }) => name !== linked);
    const { draft, named } = await checkValues(rest, fields, { type, as: "create", ...this.check });
    return {
      type,
      link,
      draft,
      shown: { kind: "withRecord", type, values: valuesSaid(draft, fields, named) },
      others: isOthers({ type }, [draft], this.facts),
      parts: await this.plan(type, items),
      info,
    };
  }
}

const keyOf = (value: RecordValue | undefined): string =>
  typeof value === "string" ? fold(value) : JSON.stringify(value ?? null);

const located = (error: InputError, where: string) =>
  new InputError(error.code, `${where}: ${error.message}`, { next: error.next, candidates: error.candidates });

/** With the parts of parts, each before its own. */
export const allParts = (parts: readonly PlannedPart[]): PlannedPart[] =>
  parts.flatMap((part) => [part, ...allParts(part.parts)]);

/** Everything that a person agrees to in it. */
export const partTargets = (parts: readonly PlannedPart[]): unknown[] =>
  parts.map(({ type, draft, parts: own }) => [type, draft, partTargets(own)]);
