import { statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { besideApp } from "../fakes/app-stand-in";
import { spawnedTest } from "./launched";
import { defaultClient, Server } from "./server";

/** Questions to the app from the built server; all others are in test/mcp-server/cli/session/app-window.test.ts. */

test.each([
  ["older", false],
  ["newer", true],
])(
  "in the %s protocol the person's allow in the app's window acts once, and a deny does nothing",
  async (_era, modern) => {
    const { server, ids, folder, files, question, answer, left } = await besideApp(
      (home) => new Server({ home, modern }),
    );
    const denied = server.call("delete_time", { ids });
    const first = await question();
    expect(first).toMatchObject({
      client: { id: defaultClient, says: "test" },
      tool: "delete_time",
      count: 3,
      others: false,
    });
    expect(first.lines.join("\n")).toContain("Row 7");
    expect([statSync(folder).mode & 0o777, statSync(join(folder, `${first.id}.json`)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    expect(await left()).toBe(3);
    answer(first.id, "deny");
    expect(await denied).toMatchObject({
      isError: true,
      structuredContent: { error: { code: "declined", saved: "no" } },
    });
    expect(files()).toEqual([]);
    expect(await left()).toBe(3);

    const allowed = server.call("delete_time", { ids: ids.slice(0, 2) });
    const second = await question();
    expect(second.id).not.toBe(first.id);
    answer(second.id, "allow");
    expect((await allowed).structuredContent).toMatchObject({ deleted: ids.slice(0, 2) });
    expect(files()).toEqual([]);
    expect(await left()).toBe(1);
  },
);

spawnedTest("a server that ends takes its question along", async () => {
  const { server, ids, question, files } = await besideApp((home) => new Server({ home }));
  server.ask("tools/call", { name: "delete_time", arguments: { ids } }).catch(() => undefined);
  await question();
  server.endInput();
  await server.ended;
  expect(files()).toEqual([]);
});
