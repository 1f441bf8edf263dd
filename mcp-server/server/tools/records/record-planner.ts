import type { AccountFacts } from "#core/domain/entities";
import { InputError } from "#core/domain/errors";
import type { QuestionLine } from "#core/domain/question/lines";
import type { RecordDraft, RecordParent, RecordPlace, RecordTypeInfo, ServiceRecord } from "#core/domain/records";
import { cleanText } from "#core/domain/text";
import type { TimeContext } from "#core/time/parse";
import type { ToolCall } from "../lib/define";
import { said } from "../lib/question/english";
import { recordWord } from "../lib/record-word";
import { isOthers } from "./is-others";
import type { Below, RecordNames } from "./record-names";
import { allParts, createFields, demandFew, PartPlanner, type PlannedPart, splitParts } from "./record-parts";
import { checkValues } from "./record-values";
import { belowPart, belowText, recordPart, recordTitle, sameValue, valuePart, valuesSaid } from "./record-view";
import { able, cellOf, readRecord, recordsOf } from "./record-words";
import { readMonth } from "./scalar-values";

/** What one row of save_record means: everything resolved and checked, nothing sent. */

export interface GivenRecord {
  id?: string;
  of?: string;
  copy_of?: string;
  values?: Record<string, unknown>;
}

export interface PlannedRecord {
  /** Of the row that was given. */
  index: number;
  action: "create" | "update";
  place: RecordPlace & { parent?: RecordParent };
  copyOf?: string;
  draft: RecordDraft;
  /** One line for the person: what it does, with what was before. */
  line: QuestionLine;
  /** For messages about this one: a title, or for people the name. */
  title: string;
  before?: ServiceRecord;
  /** It is like that already. */
  same: boolean;
  /** What is made with it, in this order; all of it or nothing. */
  parts: readonly PlannedPart[];
  /** Another person's own things, or what a person has to see first: always asked for. */
  others: boolean;
}

/**
 * The id that is meant. Types that the service does not list take it as it is, a month in words.
 * @param exact a name must be whole
 * @throws InputError
 */
export async function recordId(
  info: RecordTypeInfo,
  given: string,
  of: Below | undefined,
  names: RecordNames,
  context: TimeContext,
  exact = false,
): Promise<{ id: string; name: string }> {
  if (info.actions.includes("list")) return await names[exact ? "exactly" : "one"](info.type, given, of);
  const id = given.trim().replace(/^#\s*/, "");
  if (id === "") throw new InputError("argument", `Which ${recordWord(info.type)}? The id is empty.`);
  if (!info.fields.some(({ kind }) => kind === "month")) return { id, name: `#${id}` };
  const month = readMonth(id, "id", context);
  return { id: month, name: month };
}

export class RecordPlanner {
  constructor(
    private readonly call: ToolCall,
    private readonly info: RecordTypeInfo,
    private readonly names: RecordNames,
    private readonly context: TimeContext,
    private readonly facts: AccountFacts,
  ) {}

  /** More than one for `of: "person everyone"`. @throws InputError, ServiceError */
  async plan(given: GivenRecord, index: number): Promise<PlannedRecord[]> {
    if (given.id !== undefined && given.copy_of !== undefined)
      throw new InputError("argument", "Give `id` to change one, or `copy_of` to make one like it, not both.");
    const { of, ...rest } = this.withParent(given);
    const parents = await this.names.parents(this.info, of);
    const below = parents.length > 0 ? parents : [undefined];
    return await Promise.all(below.map((parent) => this.one(rest, index, parent)));
  }

  /** `{ values: { project: "Website" } }` says of a rate the same as `of: "project Website"`. */
  private withParent(given: GivenRecord): GivenRecord {
    if (given.of !== undefined || !given.values) return given;
    const type = this.info.parents.find(
      (one) => typeof given.values?.[one] === "string" && !this.info.fields.some(({ name }) => name === one),
    );
    if (type === undefined) return given;
    const { [type]: parent, ...values } = given.values;
    return { ...given, of: `${recordWord(type)} ${String(parent)}`, values };
  }

  private async one(given: GivenRecord, index: number, parent: RecordParent | undefined): Promise<PlannedRecord> {
    const of = parent && { type: parent.type, id: parent.id };
    const target = await this.target(given, parent);
    return target
      ? await this.change(given, index, { ...target, of, parent })
      : await this.make(given, index, of, parent);
  }

  /** Without an id a type that cannot be made has the one record that is there: preferences of a person. */
  private async target({ id }: GivenRecord, parent: RecordParent | undefined) {
    const { info, call } = this;
    const of = parent && { type: parent.type, id: parent.id };
    if (id !== undefined) return await recordId(info, id, of, this.names, this.context);
    if (info.actions.includes("create") || info.actions.includes("copy") || !info.actions.includes("update"))
      return null;
    if (info.actions.includes("list")) {
      call.require([cellOf(info.type, "update")]);
      const page = await recordsOf(call, info.type).list(
        { type: info.type, of, limit: 2, offset: 0 },
        { signal: call.signal },
      );
      const [only, ...more] = page.records;
      if (only && more.length === 0) return { id: only.id, name: only.name };
    }
    throw new InputError("argument", `Which ${recordWord(info.type)}${belowText(parent)}? Give its id or name.`, {
      next: `list_records with type "${info.type}" shows them.`,
    });
  }

  private async make(
    given: GivenRecord,
    index: number,
    of: Below | undefined,
    parent: RecordParent | undefined,
  ): Promise<PlannedRecord> {
    const { info } = this;
    const { type } = info;
    const copying = given.copy_of !== undefined;
    able(info, copying ? "copy" : "create", this.facts.refused);
    const original = copying ? await recordId(info, given.copy_of ?? "", of, this.names, this.context) : undefined;
    // `of: "customer Acme"` says the same as its value does.
    const within = parent && !copying && info.within?.includes(parent.type) ? { [parent.type]: `#${parent.id}` } : {};
    const { rest, items } = splitParts(info, given.values ?? {}, copying);
    const check = { context: this.context, names: this.names };
    const { draft, named } = await checkValues({ ...within, ...rest }, createFields(info), {
      type,
      as: copying ? "copy" : "create",
      ...check,
    });
    const parts = await new PartPlanner(this.call, check, this.facts).plan(type, items);
    demandFew(type, allParts(parts).length);
    if (parent && Object.hasOwn(within, parent.type) && draft[parent.type] !== parent.id)
      throw new InputError("argument", `\`of\` and ${parent.type} name two different ${recordWord(parent.type, 2)}.`, {
        next: "Give one of them.",
      });
    const foreseen = copying
      ? []
      : ((await recordsOf(this.call, type).foresee?.({ type, of, values: draft }, { signal: this.call.signal })) ?? []);
    return {
      index,
      action: "create",
      place: { type, id: "", of, parent },
      copyOf: original?.id,
      draft,
      line: said({
        kind: "newRecord",
        type,
        ...belowPart(parent),
        ...(original && { like: recordPart(type, original) }),
        values: valuesSaid(draft, info.fields, named),
        ...(foreseen.length > 0 && { foreseen: foreseen.map((sentence) => cleanText(sentence, 300)) }),
      }),
      title: `${recordWord(type)}${belowText(parent)}`,
      same: false,
      parts,
      others:
        foreseen.length > 0 || isOthers({ type, of }, [draft], this.facts) || allParts(parts).some((one) => one.others),
    };
  }

  private async change(
    given: GivenRecord,
    index: number,
    { id, name, of, parent }: { id: string; name: string; of: Below | undefined; parent: RecordParent | undefined },
  ): Promise<PlannedRecord> {
    const { info, call } = this;
    const { type } = info;
    able(info, "update", this.facts.refused);
    const { draft, named } = await checkValues(given.values ?? {}, createFields(info), {
      type,
      as: "change",
      context: this.context,
      names: this.names,
    });
    if (Object.keys(draft).length === 0)
      throw new InputError("argument", `Nothing is said to change on ${recordTitle(type, { id, name })}: give values.`);
    // Only to show what is there now: whoever may not read it changes it all the same.
    const before = await readRecord(info, { type, id, of }, call);
    const changes = Object.entries(draft).filter(
      ([field, value]) => !before || !sameValue(before.values[field] ?? ownName(field, before), value),
    );
    const told = changes.map(([key, value]) => ({
      field: key,
      ...(before && { before: valuePart(before.values[key] ?? ownName(key, before), this.field(key)) }),
      after: valuePart(value, this.field(key), { named }),
    }));
    const ref = { id, name: before?.name ?? name };
    return {
      index,
      action: "update",
      place: { type, id, of, parent },
      draft,
      line: said({ kind: "changeRecord", record: recordPart(type, ref), ...belowPart(parent), changes: told }),
      title: `${recordTitle(type, ref)}${belowText(parent)}`,
      before,
      parts: [],
      same: before !== undefined && changes.length === 0,
      others: isOthers({ type, id, of }, [draft, before?.values], this.facts),
    };
  }

  private field = (name: string) => this.info.fields.find((field) => field.name === name);
}

/** Adapters need not say the name twice. */
const ownName = (field: string, { name }: ServiceRecord) => (field === "name" ? name : undefined);
