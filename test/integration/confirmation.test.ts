import { expect, test } from "vitest";
import { hosted } from "./launched";
import { Server } from "./server";

/** Confirmations in the built server; all others are in test/mcp-server/cli/session/confirmation.test.ts. */

const rows = [7, 8, 9].map((hour) => ({ day: "yesterday", from: `${hour}:00`, duration: "30m", text: `Row ${hour}` }));

async function seeded(options: ConstructorParameters<typeof Server>[0] = {}) {
  const server = new Server(options);
  await server.open();
  const { structuredContent } = await server.call("log_time", { entries: rows });
  return { server, ids: (structuredContent.entries as { id: string }[]).map(({ id }) => id) };
}
const left = async (server: Server) =>
  (await server.call("list_time", { period: "yesterday" })).structuredContent.total;

test("in the older protocol the user is asked in the client", async () => {
  const asked: string[] = [];
  const { server, ids } = await seeded({
    elicit: (params) => {
      asked.push(String(params.message));
      return { action: "accept", content: { confirm: true } };
    },
  });
  await server.call("delete_time", { ids: ids.slice(0, 2) });
  expect(asked).toEqual([expect.stringContaining("Row 7")]);
  expect(await left(server)).toMatchObject({ entries: 1 });
});

test("without a dialog, and without the app, nothing that has to be asked is done, whatever token comes", async () => {
  const { server, ids } = await seeded();
  for (const confirm of [undefined, "x", "mi8dkx.bm9uY2U.ZGlnZXN0.bWFj"]) {
    const refused = await server.call("delete_time", { ids, ...(confirm && { confirm }) });
    expect(refused).toMatchObject({ isError: true, structuredContent: { error: { code: "confirm", saved: "no" } } });
    expect(refused.content[0]?.text).toMatch(
      hosted ? /start Punchcard.*Settings, What an AI may do/s : /start Punchcard.*--may-confirm-by-itself/s,
    );
    // What the person would be asked, for the model to tell them; nothing with which it could answer itself.
    expect(refused.content[0]?.text).toContain("Row 7");
    expect(JSON.stringify(refused)).not.toContain('"token"');
  }
  expect(await left(server)).toMatchObject({ entries: 3 });
});
