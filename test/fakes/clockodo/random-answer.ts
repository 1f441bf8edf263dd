import { type Schema, schemaNamed } from "./document";

/** Values that a schema of the document allows, made at random from a seed, so that a failure can be seen again. */
export function randomAnswers(seed: number) {
  let state = seed;
  /** Mulberry32. */
  const random = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number) => Math.floor(random() * count);
  const pick = <T>(of: readonly T[]): T => of[below(of.length)] as T;
  const two = (value: number) => String(value).padStart(2, "0");
  const day = () => `20${two(below(38))}-${two(1 + below(12))}-${two(1 + below(28))}`;
  const words = ["", "a", "Größe", "日本", "x".repeat(200), "<b>", '"', "0"];

  function text({ format, maxLength = 1_000 }: Schema): string {
    if (format === "date") return day();
    if (format === "date-time") return `${day()}T${two(below(24))}:${two(below(60))}:${two(below(60))}Z`;
    return pick(words).slice(0, maxLength);
  }
  function number({ type, minimum = -1_000, maximum = 1_000_000 }: Schema): number {
    const value = pick([minimum, maximum, minimum + random() * (maximum - minimum)]);
    return type === "integer" ? Math.floor(value) : Math.round(value * 100) / 100;
  }

  function value(schema: Schema, depth = 0): unknown {
    if (schema.$ref) return value(schemaNamed(schema.$ref), depth);
    if (schema.oneOf) return value(pick(schema.oneOf), depth);
    if (schema.enum) return pick(schema.enum);
    if (schema.const !== undefined) return schema.const;
    const type = Array.isArray(schema.type) ? pick(schema.type) : schema.type;
    if (type === "null") return null;
    if (type === "boolean") return random() < 0.5;
    if (type === "string") return text(schema);
    if (type === "number" || type === "integer") return number({ ...schema, type });
    if (type === "array")
      return Array.from({ length: depth > 4 ? 0 : below(3) }, () => value(schema.items ?? {}, depth + 1));
    const members = Object.entries(schema.properties ?? {}).filter(
      ([name]) => schema.required?.includes(name) || random() < 0.5,
    );
    return Object.fromEntries(members.map(([name, each]) => [name, value(each, depth + 1)]));
  }
  return (name: string) => value(schemaNamed(name));
}
