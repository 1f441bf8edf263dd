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
  readonly needed: boolean;
  readonly [typed]?: T;
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
  field<number>({ type: "integer", minimum: 1, maximum, description });
export const choice = <const V extends string>(values: readonly V[], description: string) =>
  field<V>({ type: "string", enum: [...values], description });
export const texts = (description: string, maxItems = 50, maxLength = 200) =>
  field<string[]>(
    { type: "array", items: { type: "string" }, description },
    { items: { type: "string", maxLength }, maxItems },
  );
export const choices = <const V extends string>(values: readonly V[], description: string) =>
  field<V[]>({ type: "array", items: { type: "string", enum: [...values] }, description });
export const rows = <S extends Shape>(shape: S, description: string, maxItems: number) =>
  field<InputOf<S>[]>(
    { type: "array", maxItems, items: objectSchema(shape), description },
    { minItems: 1, items: objectSchema(shape, true) },
  );

/** Members that are known only when the call runs; `null` in it is kept, for it clears. */
export const values = (description: string) =>
  field<Record<string, unknown>>({ type: "object", description }, { maxProperties: 100 });

export const need = <T>(optional: Field<T>): Field<T> & Needed => ({ ...optional, needed: true });

/** @param checked with the limits, as arguments are checked; without: as the tool is listed */
export function objectSchema(shape: Shape, checked = false): JsonSchema & { type: "object"; properties: JsonSchema } {
  const required = Object.keys(shape).filter((key) => shape[key]?.needed);
  return {
    type: "object",
    properties: Object.fromEntries(
      Object.entries(shape).map(([key, { json, limits }]) => [key, checked ? { ...json, ...limits } : json]),
    ),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

type Kind = "object" | "array" | "string" | "number" | "boolean";

/** Output schemas name the top level only: clients validate, models read the result itself. `?`: may be null. */
export const outputSchema = (members: Record<string, Kind | `${Kind}?`>) => ({
  type: "object" as const,
  properties: Object.fromEntries(
    Object.entries(members).map(([key, kind]): [string, JsonSchema] => [
      key,
      kind.endsWith("?") ? { anyOf: [{ type: kind.slice(0, -1) }, { type: "null" }] } : { type: kind },
    ]),
  ),
});
