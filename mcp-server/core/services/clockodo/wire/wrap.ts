import { z } from "zod";

/** Single records and whole lists stand in `data` (clockodo-api.md §2). */
export const one = <T>(row: z.ZodType<T>) => z.object({ data: row });
export const many = <T>(row: z.ZodType<T>) => z.object({ data: z.array(row) });
/** The same in a member of another name, taken out of it. */
export const within = <T>(key: string, value: z.ZodType<T>): z.ZodType<T> =>
  z.object({ [key]: value }).transform((answer) => answer[key] as T);
/** What a delete answers; its words do not matter. */
export const nothing = z.unknown();

/** A member of each name, all of one type. */
export const each =
  <T extends z.ZodType>(type: T) =>
  <N extends string>(...names: N[]) =>
    Object.fromEntries(names.map((name) => [name, type])) as Record<N, T>;
/** Members that may be null, or absent where rights hide them. */
export const texts = each(z.string().nullish());
export const numbers = each(z.number().nullish());
export const flags = each(z.boolean().nullish());
