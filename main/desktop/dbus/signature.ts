/** One complete type of a D-Bus signature. */
export interface Type {
  code: string;
  /** Of an array, struct, or dictionary entry. */
  inner: Type[];
}

const alignments: Record<string, number> = {
  ...{ y: 1, g: 1, v: 1, n: 2, q: 2, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4, h: 4 },
  ...{ x: 8, t: 8, d: 8, "(": 8, "{": 8 },
};
const maxDepth = 64;

/** Bytes from an offset to the next multiple of the alignment. */
export const paddingAt = (offset: number, alignment: number) => (alignment - (offset % alignment)) % alignment;

/** @throws Error for a type that does not exist. */
export function alignmentOf({ code }: Type): number {
  const alignment = alignments[code];
  if (alignment === undefined) throw new Error(`D-Bus has no type "${code}"`);
  return alignment;
}

/** @throws Error when the signature is not complete, has an empty struct, or is nested deeper than D-Bus allows. */
export function parseSignature(signature: string): Type[] {
  let at = 0;
  function one(depth: number): Type {
    const code = signature[at++];
    if (code === undefined || depth > maxDepth) throw new Error(`The D-Bus signature "${signature}" is not valid`);
    if (code === "a") return { code, inner: [one(depth + 1)] };
    if (code !== "(" && code !== "{") {
      alignmentOf({ code, inner: [] });
      return { code, inner: [] };
    }
    const end = code === "(" ? ")" : "}";
    const inner: Type[] = [];
    do inner.push(one(depth + 1));
    while (signature[at] !== end);
    at++;
    return { code, inner };
  }
  const types: Type[] = [];
  while (at < signature.length) types.push(one(0));
  return types;
}

/** @throws Error for an array without a type of its elements, which `parseSignature` never returns. */
export function elementOf({ inner: [element] }: Type): Type {
  if (!element) throw new Error("A D-Bus array has no type");
  return element;
}
