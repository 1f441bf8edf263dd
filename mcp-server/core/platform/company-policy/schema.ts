import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { z } from "zod";
import { type CompanyPolicy, isPermissionPattern } from "../../domain/company-policy";
import { addressPattern } from "../../domain/company-policy/address-pattern";
import { levels } from "../../domain/permission-cells";
import { serviceIds } from "../../service-catalog/descriptors";

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "expected a clock time such as 19:00");
const pattern = z.string().refine((text) => addressPattern(text) !== null, {
  message: "expected an address such as https://time.example.com or https://*.example.com",
});
const proxy = z.string().refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), {
  message: "expected an address such as http://proxy.example.com:3128",
});

/** docs/policy.md explains each key. Strict everywhere: an unknown key may be a bound that was misspelled. */
const schema = z.strictObject({
  version: z.literal(1),
  company: z.string().trim().min(1).max(80).optional(),
  services: z
    .partialRecord(z.enum(serviceIds), z.strictObject({ addresses: z.array(pattern).max(200).optional() }))
    .optional(),
  permissions: z
    .record(z.string().refine(isPermissionPattern, { message: "there is no such permission" }), z.enum(levels))
    .optional(),
  mayConfirmItself: z.boolean().optional(),
  clients: z
    .array(z.string().regex(/^[\w.@-]{1,64}$/))
    .max(200)
    .optional(),
  updates: z.literal("off").optional(),
  network: z
    .strictObject({
      proxy: proxy.optional(),
      noProxy: z.string().max(4000).optional(),
      extraCa: z.string().min(1).max(4000).optional(),
    })
    .optional(),
  defaults: z.strictObject({ quietHours: z.strictObject({ from: clock, to: clock }).optional() }).optional(),
});

/**
 * Reads the text of a policy.
 * @returns `problem`: what is wrong and in which line, for who administers the computer
 */
export function parsePolicy(text: string): { policy: CompanyPolicy } | { problem: string } {
  const clean = text.replace(/^\ufeff/, "");
  const at = (offset: number, what: string) => ({
    problem: `line ${clean.slice(0, offset).split("\n").length}: ${what}`,
  });
  const errors: ParseError[] = [];
  const tree = parseTree(clean, errors, { disallowComments: true, allowEmptyContent: false });
  const [first] = errors;
  if (first) return at(first.offset, `not valid JSON (${printParseErrorCode(first.error)})`);
  if (!tree) return at(0, "it is empty");
  const twice = repeatedKey(tree);
  if (twice) return at(twice.offset, `${JSON.stringify(twice.value)} is there twice`);
  const parsed = schema.safeParse(JSON.parse(clean));
  if (parsed.success) {
    const { version: _version, ...policy } = parsed.data;
    return { policy };
  }
  const [issue] = parsed.error.issues;
  if (!issue) return at(0, "it cannot be used");
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const unknown = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const node = nearest(tree, unknown === undefined ? path : [...path, unknown]);
  const name = path.length > 0 ? `${path.join(".")}: ` : "";
  const what = issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return at(node.offset, unknown === undefined ? `${name}${what}` : `${name}unknown key ${JSON.stringify(unknown)}`);
}

/** JSON takes the last of two keys, and nobody would be told of the first. */
function repeatedKey(node: Node): Node | null {
  const keys = node.type === "object" ? (node.children ?? []).flatMap(({ children }) => children?.[0] ?? []) : [];
  const names = keys.map(({ value }) => value as string);
  const own = keys.find((_key, index) => names.indexOf(names[index] ?? "") !== index);
  if (own) return own;
  for (const child of node.children ?? []) {
    const found = repeatedKey(child);
    if (found) return found;
  }
  return null;
}

/** The value there; else what should hold it. */
function nearest(tree: Node, path: (string | number)[]): Node {
  for (let length = path.length; length > 0; length--) {
    const found = findNodeAtLocation(tree, path.slice(0, length));
    if (found) return found;
  }
  return tree;
}
