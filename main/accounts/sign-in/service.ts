import { services } from "../../../mcp-server/services";
import { descriptorOf } from "../../../mcp-server/services/descriptors";

/** The one service so far whose MCP server people sign in to; a second one has to be named by the request. */
const found = services.map(({ id }) => descriptorOf(id)).find(({ credential }) => credential?.signIn);
if (!found?.credential?.signIn) throw new Error("no service has a sign-in");

export const signInService = found.id;
export const signInProduct = found.label;
export const { copyFrom } = found.credential.signIn;
