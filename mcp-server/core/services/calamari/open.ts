import type { OpenService } from "../shared/open-service";

/** Over Calamari's own MCP server where the person signed in to that, else over its REST API. */
export const open: OpenService = async ({ url, mcpUrl, user: person, tlsVerify }, environment) => {
  if (mcpUrl !== undefined) {
    const { createCalamariGateway } = await import("./gateway");
    return createCalamariGateway({ mcpUrl, tlsVerify }, environment);
  }
  if (url === undefined || person === undefined) return null;
  const { createCalamariService } = await import("./index");
  return createCalamariService({ url, person, tlsVerify }, environment);
};
