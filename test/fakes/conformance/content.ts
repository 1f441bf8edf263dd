import type { CallToolResult, GetPromptResult, ReadResourceResult } from "@modelcontextprotocol/server";

/** What @modelcontextprotocol/conformance expects word for word, beside what it may hear later (rounds.ts). */
const png = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
const wav = "UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=";
const image = { type: "image" as const, data: png, mimeType: "image/png" };
const text = (words: string) => ({ type: "text" as const, text: words });
const embedded = (uri: string, mimeType: string, words: string) => ({
  type: "resource" as const,
  resource: { uri, mimeType, text: words },
});

/** Tools whose answer is always the same. */
export const contentTools: Record<string, CallToolResult> = {
  test_simple_text: { content: [text("This is a simple text response for testing.")] },
  test_image_content: { content: [image] },
  test_audio_content: { content: [{ type: "audio", data: wav, mimeType: "audio/wav" }] },
  test_embedded_resource: {
    content: [embedded("test://embedded-resource", "text/plain", "This is an embedded resource content.")],
  },
  test_multiple_content_types: {
    content: [
      text("Multiple content types test:"),
      image,
      embedded("test://mixed-content-resource", "application/json", '{"test":"data","value":123}'),
    ],
  },
  test_error_handling: { isError: true, content: [text("This tool intentionally returns an error for testing")] },
  json_schema_2020_12_tool: { content: [text("called")] },
  test_x_mcp_header: { content: [text("called")] },
};

/** Of tools that take arguments. */
export const inputSchemas: Record<string, { type: "object" } & Record<string, unknown>> = {
  json_schema_2020_12_tool: {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    $defs: {
      address: {
        $anchor: "addressDef",
        type: "object",
        properties: { street: { type: "string" }, city: { type: "string" } },
      },
    },
    properties: {
      name: { type: "string" },
      address: { $ref: "#/$defs/address" },
      contactMethod: { type: "string", enum: ["phone", "email"] },
      phone: { type: "string" },
      email: { type: "string" },
    },
    allOf: [{ anyOf: [{ required: ["phone"] }, { required: ["email"] }] }],
    if: { properties: { contactMethod: { const: "phone" } }, required: ["contactMethod"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { required: ["phone"] },
    else: { required: ["email"] },
    additionalProperties: false,
  },
  test_x_mcp_header: {
    type: "object",
    properties: { region: { type: "string", "x-mcp-header": "Region" } },
    required: ["region"],
  },
  test_sampling: { type: "object", properties: { prompt: { type: "string" } }, required: ["prompt"] },
  test_elicitation: { type: "object", properties: { message: { type: "string" } }, required: ["message"] },
};

const contents = (uri: string, mimeType: string, body: { text: string } | { blob: string }): ReadResourceResult => ({
  contents: [{ uri, mimeType, ...body }],
});

export const resources: Record<string, ReadResourceResult> = {
  "test://static-text": contents("test://static-text", "text/plain", {
    text: "This is the content of the static text resource.",
  }),
  "test://static-binary": contents("test://static-binary", "image/png", { blob: png }),
  "test://watched-resource": contents("test://watched-resource", "text/plain", { text: "Watched resource content" }),
};

export const resourceTemplate = "test://template/{id}/data";

/** @returns undefined: there is no such resource */
export function readResource(uri: string): ReadResourceResult | undefined {
  const [, id] = /^test:\/\/template\/([^/]+)\/data$/.exec(uri) ?? [];
  if (id === undefined) return resources[uri];
  return contents(uri, "application/json", {
    text: JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
  });
}

const user = (content: GetPromptResult["messages"][number]["content"]) => ({ role: "user" as const, content });

interface Prompt {
  arguments?: string[];
  messages(args: Record<string, string>): GetPromptResult["messages"];
}

export const prompts: Record<string, Prompt> = {
  test_simple_prompt: { messages: () => [user(text("This is a simple prompt for testing."))] },
  test_prompt_with_arguments: {
    arguments: ["arg1", "arg2"],
    messages: ({ arg1, arg2 }) => [user(text(`Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`))],
  },
  test_prompt_with_embedded_resource: {
    arguments: ["resourceUri"],
    messages: ({ resourceUri = "" }) => [
      user(embedded(resourceUri, "text/plain", "Embedded resource content for testing.")),
      user(text("Please process the embedded resource above.")),
    ],
  },
  test_prompt_with_image: { messages: () => [user(image), user(text("Please analyze the image above."))] },
};
