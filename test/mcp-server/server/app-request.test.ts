import type { Server } from "@modelcontextprotocol/server";
import { expect, test } from "vitest";
import { z } from "zod";
import { message } from "#core/messages/message";
import { handleAppRequest } from "#server/app-request";

test("results of app requests carry messages as codes", async () => {
  let handler: (params: object) => Promise<object> = async () => ({});
  const server = { setRequestHandler: (_method: string, _schemas: object, run: typeof handler) => (handler = run) };
  handleAppRequest(server as unknown as Server, "punchcard/test", z.object({}), async () => ({
    error: { message: message("host_no_response", { host: "kimai.test" }) },
    notes: ["as the service says"],
  }));
  expect(await handler({})).toEqual({
    error: { message: { code: "host_no_response", params: { host: "kimai.test" } } },
    notes: ["as the service says"],
  });
});
