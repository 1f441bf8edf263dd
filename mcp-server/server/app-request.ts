import type { Server, ServerContext } from "@modelcontextprotocol/server";
import type { z } from "zod";
import { withCodes } from "#core/messages/message";

/** Registers a request of the app. Messages in its result are sent as codes, which windows render in their language. */
export function handleAppRequest<Params>(
  server: Server,
  method: string,
  params: z.ZodType<Params>,
  run: (params: Params, context: ServerContext) => Promise<object>,
): void {
  server.setRequestHandler(method, { params }, async (input, context) => ({ ...withCodes(await run(input, context)) }));
}
