import { defineTool } from "../lib/define";
import { choices, outputSchema } from "../lib/schema";

export const getAccount = defineTool({
  name: "get_account",
  title: "Account",
  description: "Person, zone, version, booking rules. Not for time (get_status).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: { show: choices(["rights", "plugins", "settings", "colours"], "Also these") },
  output: outputSchema({ person: "object" }),
});
