import { defineTool } from "../lib/define";
import { choices } from "../lib/schema";

export const getAccount = defineTool({
  name: "get_account",
  title: "Account",
  description: "Who this account is, its zone, version and rules for booking. Not for time worked (get_status).",
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    show: choices(
      ["rights", "plugins", "settings", "colours"],
      "Also: rights (what the account may and may not do), plugins, settings (of the service), colours",
    ),
  },
});
