import { servicesWith } from "#core/service-catalog/descriptors";
import { defineTool } from "../lib/define";
import { choices } from "../lib/schema";

export const getAccount = defineTool({
  name: "get_account",
  title: "Account",
  description: "Who this account is, its zone, version and rules for booking.",
  notFor: { how: "for", tools: { get_status: "time worked" } },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true },
  input: {
    show: choices(["rights", "plugins", "settings", "colours"], "Also", {
      offered: {
        plugins: { services: servicesWith("modules") },
        settings: { services: servicesWith("settings") },
        colours: { services: servicesWith("colors") },
      },
      meanings: {
        rights: "what the account may and may not do",
        plugins: "modules that are installed",
        settings: "of the service",
        colours: "those that records may have",
      },
    }),
  },
});
