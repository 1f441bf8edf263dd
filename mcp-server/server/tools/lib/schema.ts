import type { ListingCondition } from "#core/domain/listing-condition";
import { listed } from "#core/service-catalog/descriptors";

/**
 * Arguments of tools, written once: as JSON Schema for the client (plain objects, so that listing tools costs no start
 * time) with the TypeScript type beside it. input.ts checks real arguments against the same schema.
 */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonSchema = { [key: string]: Json };

declare const typed: unique symbol;
export interface Field<T> {
  readonly json: JsonSchema;
  /** Checked, but not worth telling each model each time: how long a text may be. */
  readonly limits?: JsonSchema;
  /** What each item of a list of rows has. */
  readonly rows?: Shape;
  /** Listed only where some account has it; checked and taken everywhere. */
  readonly only?: ListingCondition;
  /** Choices that are listed only where some account has them; taken everywhere. */
  readonly offered?: Readonly<Record<string, ListingCondition>>;
  /** What choices mean, told behind the description for those that are listed. */
  readonly meanings?: Readonly<Record<string, string>>;
  /** Words for `{}` in its description; those of which no account has what they are about are left out. */
  readonly listing?: Listing;
  /** Other names that models try for it: taken where it is not given itself, and never listed. */
  readonly also?: readonly string[];
  /** Names that models try and that could mean another argument as well: refused, with the sentence that tells which. */
  readonly unclear?: Readonly<Record<string, string>>;
  /** Listed as needed only where no account has what may stand in its place. */
  readonly unless?: ListingCondition;
  readonly needed: boolean;
  readonly [typed]?: T;
}

export interface Listing {
  readonly words: readonly (string | readonly [string, ListingCondition])[];
  readonly last: "and" | "or";
}

export type Shape = Record<string, Field<unknown>>;
interface Needed {
  readonly needed: true;
}

type Flat<T> = { [K in keyof T]: T[K] };
type ValueOf<F> = F extends Field<infer T> ? T : never;
/** The arguments of a shape: optional unless marked with `need`. */
export type InputOf<S extends Shape> = Flat<
  { [K in keyof S as S[K] extends Needed ? K : never]: ValueOf<S[K]> } & {
    [K in keyof S as S[K] extends Needed ? never : K]?: ValueOf<S[K]>;
  }
>;

const field = <T>(json: JsonSchema, limits?: JsonSchema): Field<T> => ({ json, limits, needed: false });

export const text = (description: string, maxLength = 200) =>
  field<string>({ type: "string", description }, { maxLength });
export const flag = (description: string) => field<boolean>({ type: "boolean", description });
export const count = (description: string, maximum: number) =>
  field<number>({ type: "integer", description }, { minimum: 1, maximum });
export const choice = <const V extends string>(values: readonly V[], description: string) =>
  field<V>({ type: "string", enum: [...values], description });
/** @param offered choices that not every account has */
export const choiceOf = <const V extends string>(
  values: readonly V[],
  offered: Partial<Record<V, ListingCondition>>,
  description: string,
  meanings?: Partial<Record<V, string>>,
): Field<V> => ({
  ...choice(values, description),
  offered: offered as Record<string, ListingCondition>,
  ...(meanings && { meanings: meanings as Record<string, string> }),
});
export const texts = (description: string, maxItems = 50, maxLength = 200) =>
  field<string[]>(
    { type: "array", items: { type: "string" }, description },
    { items: { type: "string", maxLength }, maxItems },
  );
export const choices = <const V extends string>(
  values: readonly V[],
  description: string,
  more: { offered?: Partial<Record<V, ListingCondition>>; meanings?: Partial<Record<V, string>> } = {},
): Field<V[]> => ({
  ...field<V[]>({ type: "array", items: { type: "string", enum: [...values] }, description }),
  ...(more as Pick<Field<V[]>, "offered" | "meanings">),
});
export const rows = <S extends Shape>(shape: S, description: string, maxItems: number): Field<InputOf<S>[]> => ({
  ...field({ type: "array", description }, { minItems: 1, maxItems }),
  rows: shape,
});

/** Members that are known only when the call runs; `null` in it is kept, for it clears. */
export const values = (description: string) =>
  field<Record<string, unknown>>({ type: "object", description }, { maxProperties: 100 });

export const need = <T>(optional: Field<T>): Field<T> & Needed => ({ ...optional, needed: true });

/** Needed, unless something else may be given in its place: that is for the tool to check. */
export const needUnless = <T>(when: ListingCondition, optional: Field<T>): Field<T> => ({
  ...optional,
  needed: true,
  unless: when,
});

/** @param words that stand for `{}` in the description, as `a, b or c`; each with what it is about, where not all have it */
export const listing = <F extends Field<unknown>>(
  field: F,
  words: Listing["words"],
  last: Listing["last"] = "or",
): F => ({
  ...field,
  listing: { words, last },
});

/** @param names what it is called elsewhere (Kimai, Toggl, Clockify, older versions of ours) */
export const also = <F extends Field<unknown>>(names: readonly string[], field: F): F => ({ ...field, also: names });

/** @param names each with a sentence that says what else it could mean */
export const unclear = <F extends Field<unknown>>(names: Readonly<Record<string, string>>, field: F): F => ({
  ...field,
  unclear: names,
});

export const only = <T>(when: ListingCondition, optional: Field<T>): Field<T> => ({ ...optional, only: when });

/** As arguments are checked: with all limits, and nothing else beside it. */
export const checkedSchema = (shape: Shape) => objectOf(shape, true, () => true);

/** As a tool is listed: what a model has to know. */
export const listedSchema = (shape: Shape, has: (when: ListingCondition) => boolean) => objectOf(shape, false, has);

function objectOf(
  shape: Shape,
  checked: boolean,
  has: (when: ListingCondition) => boolean,
): JsonSchema & { type: "object"; properties: JsonSchema } {
  const known = Object.entries(shape).filter(([, field]) => !field.only || has(field.only));
  const required = known.filter(([, { needed, unless }]) => needed && !(unless && has(unless))).map(([name]) => name);
  return {
    type: "object",
    properties: Object.fromEntries(
      known.map(([name, { json, limits, rows: items, offered = {}, meanings, listing: words }]) => [
        name,
        {
          ...json,
          ...(!checked && offeredOf(json, offered, has)),
          ...(meanings && !checked && { description: meant(json, meanings, offered, has) }),
          ...(words && { description: worded(json, words, has) }),
          ...(checked && limits),
          ...(items && { items: objectOf(items, checked, has) }),
        },
      ]),
    ),
    ...(required.length > 0 && { required }),
    ...(checked && { additionalProperties: false }),
  };
}

type Offered = Readonly<Record<string, ListingCondition>>;

/** The choices that some account has; all of them where none has any, because JSON Schema forbids an empty enum. */
function keptOf(values: unknown, offered: Offered, has: (when: ListingCondition) => boolean): string[] {
  const all = Array.isArray(values) ? values.map(String) : [];
  const kept = all.filter((value) => {
    const when = offered[value];
    return when === undefined || has(when);
  });
  return kept.length > 0 ? kept : all;
}

function offeredOf(
  { enum: own, items }: JsonSchema,
  offered: Offered,
  has: (when: ListingCondition) => boolean,
): JsonSchema {
  if (own) return { enum: keptOf(own, offered, has) };
  const inner = items as JsonSchema | undefined;
  return inner?.enum ? { items: { ...inner, enum: keptOf(inner.enum, offered, has) } } : {};
}

/** `Also: target (hours to work), gaps (free time between entries)` */
function meant(
  { description, items, enum: own }: JsonSchema,
  meanings: Readonly<Record<string, string>>,
  offered: Offered,
  has: (when: ListingCondition) => boolean,
): string {
  const values = keptOf(own ?? (items as JsonSchema | undefined)?.enum, offered, has);
  const told = values.flatMap((value) => (meanings[value] === undefined ? [] : [`${value} (${meanings[value]})`]));
  return told.length > 0 ? `${description}: ${told.join(", ")}` : String(description);
}

function worded(
  { description }: JsonSchema,
  { words, last }: Listing,
  has: (when: ListingCondition) => boolean,
): string {
  const kept = words.flatMap((word) => (typeof word === "string" ? [word] : has(word[1]) ? [word[0]] : []));
  return String(description).replace("{}", listed(kept, last));
}
