import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { besideApp } from "../../../fakes/app-stand-in";
import { confirmingItself, temporaryFolder, writeSettings } from "../../../fakes/server-home";
import { InProcessClient } from "../../../fakes/server-in-process";
import { nightly } from "../../../nightly";

test("progress is told while it waits, and a cancelled call takes its question back", async () => {
  const { server, ids, question, files, left } = await besideApp((home) => new InProcessClient({ home }));
  void server
    .ask("tools/call", { name: "delete_time", arguments: { ids }, _meta: { progressToken: "p" } })
    .catch(() => undefined);
  await question();
  await expect.poll(() => server.notifications.map(({ method }) => method)).toContain("notifications/progress");
  // Ids count up from one: the handshake, what was logged, and this call.
  server.send({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 3, reason: "enough" } });
  await expect.poll(files).toEqual([]);
  expect(await left()).toBe(3);
});

test("an app that ends while it is asked is a no; afterwards nobody can be asked", async () => {
  const { server, home, ids, question, left } = await besideApp((home) => new InProcessClient({ home }));
  const asked = server.call("delete_time", { ids });
  await question();
  rmSync(join(home, "tray.json"));
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  expect(await server.call("delete_time", { ids })).toMatchObject({
    isError: true,
    structuredContent: { error: { code: "confirm", saved: "no" } },
  });
  expect(await left()).toBe(3);
});

test("where a client may confirm by itself, its token is the way once the app has ended", async () => {
  const { server, home, ids, question, left } = await besideApp(
    (home) => new InProcessClient({ home, args: confirmingItself(home) }),
  );
  const asked = server.call("delete_time", { ids });
  await question();
  rmSync(join(home, "tray.json"));
  expect(await asked).toMatchObject({ isError: true, structuredContent: { error: { code: "declined" } } });
  const preview = await server.call("delete_time", { ids });
  const { token, waiting } = preview.structuredContent.confirm as { token: string; waiting?: boolean };
  expect(waiting).toBeUndefined();
  expect(await left()).toBe(3);
  expect((await server.call("delete_time", { ids, confirm: token })).structuredContent).toMatchObject({ deleted: ids });
});

test("reading the status resource opens no window, whatever has to be asked for", async () => {
  const home = temporaryFolder();
  writeSettings(home, { cells: { "timer.read": "ask" } });
  const { server, files } = await besideApp(() => new InProcessClient({ home, args: [] }), home);
  const { result } = await server.ask("resources/read", { uri: "punchcard://status" });
  expect(JSON.stringify(result)).toContain("confirm");
  expect(files()).toEqual([]);
});

test.runIf(nightly)(
  "without an answer the call ends before clients give up, and goes on waiting with its token",
  async () => {
    const { server, ids, question, answer, left } = await besideApp((home) => new InProcessClient({ home }));
    const result = await server.call("delete_time", { ids });
    expect(result.isError).toBeFalsy();
    const { token, waiting } = result.structuredContent.confirm as { token: string; waiting: boolean };
    expect([waiting, await left()]).toEqual([true, 3]);
    const again = server.call("delete_time", { ids, confirm: token });
    const { id } = await question();
    expect(await left()).toBe(3);
    answer(id, "allow");
    expect((await again).structuredContent).toMatchObject({ deleted: ids });
  },
  90_000,
);
