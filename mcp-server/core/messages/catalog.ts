/** Plural forms that each language needs, as `Intl.PluralRules` names them. */
export interface PluralForms {
  en: "one" | "other";
  de: "one" | "other";
  pl: "one" | "few" | "many" | "other";
}
export type Language = keyof PluralForms;

/** A pattern with `{name}` for each parameter, or one pattern for each plural form of `{count}`. */
export type Pattern = string | Readonly<Record<string, string>>;
export type Catalog = Readonly<Record<string, Pattern>>;

/** What `{name:type}` in an English pattern accepts. Without a type: a text. */
interface ParameterTypes {
  /** A nested message, or words of a user or a service, which are shown as they are. */
  text: MessageText;
  /** A text that is shown as a whole sentence: with a capital and a period. */
  sentence: MessageText;
  number: number;
  /** `2026-11-19`; shown as `19 Nov 2026`. */
  day: string;
  /** Seconds; shown as `1:05`. */
  duration: number;
  /** Shown with "and" before the last item. */
  list: readonly MessageText[];
}

/** A code of the catalogs with its parameters, as it is sent to windows. */
export interface MessageData {
  code: string;
  params: Readonly<Record<string, unknown>>;
}
/** A message, or words of a user or a service, which are shown as they are. */
export type MessageText = string | MessageData;

/** `"{start:day} {text}"` → `"start:day" | "text"` */
type Placeholders<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | Placeholders<Rest> : never;
type NameIn<P> = P extends `${infer N}:${string}` ? N : P;
type TypeIn<P> = P extends `${string}:${infer T extends keyof ParameterTypes}` ? ParameterTypes[T] : MessageText;

/** Parameters of an English pattern. */
export type ParametersOf<P> = P extends string
  ? { [X in Placeholders<P> as NameIn<X> & string]: TypeIn<X> }
  : { count: number } & { [X in Own<P[keyof P]> as NameIn<X> & string]: TypeIn<X> };

type Own<S> = Exclude<Placeholders<S>, "count">;
type Same<A, B, Then> = [Exclude<A, B>, Exclude<B, A>] extends [never, never]
  ? Then
  : { missing: Exclude<A, B>; superfluous: Exclude<B, A> };
type Checked<E, T, Form extends string> = E extends string
  ? Same<Placeholders<E>, Placeholders<T>, T>
  : { [F in Form]: F extends keyof T ? Same<Own<E[keyof E]>, Own<T[F]>, T[F]> : string };

/**
 * Declares the translation of an area. The compiler rejects a missing or unknown code, a missing or superfluous
 * parameter, and a missing plural form.
 */
export const translate =
  <E extends Catalog, L extends Language>() =>
  <const T extends { [C in keyof E]: C extends keyof T ? Checked<E[C], T[C], PluralForms[L]> : Pattern }>(
    catalog: T & Record<Exclude<keyof T, keyof E>, never>,
  ): Catalog =>
    catalog;
