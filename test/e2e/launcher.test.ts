import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { Server } from "../integration/server";
import { eventually, personEnv, startApp, testHome, withTimeSheet } from "./app";

/** A client beside the running app and after it: real Electron, the compiled launcher, the host that Electron runs. */
const home = testHome();
afterAll(() => home.remove());

test("the running app serves a client, whose connection outlives it; the next one serves itself", async () => {
  withTimeSheet(home);
  const app = await startApp(home);
  const launcher = join(home.punchcard, "bin", "punchcard-mcp");
  const client = () =>
    new Server({
      program: launcher,
      home: home.punchcard,
      cwd: home.path,
      args: ["--client=zed"],
      env: personEnv(home),
    });
  const programOf = ({ pid }: Server) => readlinkSync(`/proc/${pid}/exe`);
  await eventually(() => expect(existsSync(join(home.punchcard, "run/app.sock"))).toBe(true));
  const served = client();
  await served.open();
  expect(programOf(served)).toBe(launcher);
  expect((await served.call("clock_in", { description: "By the host" })).isError).toBeFalsy();
  const log = readFileSync(join(home.punchcard, "log/server.log"), "utf8");
  expect(log).toContain(`"client":"zed","program":${JSON.stringify(process.execPath)}`);

  await app.close();
  expect((await served.call("get_status")).structuredContent).toMatchObject({ state: "working" });
  const alone = client();
  await alone.open();
  expect(programOf(alone)).toBe(process.env.PUNCHCARD_ELECTRON);
  expect((await alone.call("get_status")).structuredContent).toMatchObject({ state: "working" });
  for (const one of [served, alone]) {
    one.endInput();
    expect(await one.ended).toBe(0);
  }
}, 60_000);
