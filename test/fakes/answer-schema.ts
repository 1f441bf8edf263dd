import { z } from "zod";
import outputSchemas from "../../mcp-server/server/tools/output-schemas.json";

type Json = Record<string, unknown>;

/** The same schema, in which a member that it does not name is an error. */
function strict(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strict);
  if (typeof schema !== "object" || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema as Json).map(([key, value]) => [key, strict(value)]));
  const named = inner.type === "object" && "properties" in inner && !("additionalProperties" in inner);
  return named ? { ...inner, additionalProperties: false } : inner;
}

const parsers = new Map<string, z.ZodType>();

/** @throws Error where an answer has what the output schema of its tool does not say */
export function demandKnownMembers(tool: string, answer: unknown): void {
  let parser = parsers.get(tool);
  if (!parser) {
    const schema = (outputSchemas as Record<string, unknown>)[tool];
    if (!schema) throw new Error(`${tool} has no output schema`);
    parser = z.fromJSONSchema(strict(schema) as Parameters<typeof z.fromJSONSchema>[0]);
    parsers.set(tool, parser);
  }
  const parsed = parser.safeParse(answer ?? {});
  if (!parsed.success) throw new Error(`${tool} answers what its output schema does not say: ${parsed.error.message}`);
}
