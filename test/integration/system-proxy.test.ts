import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startFakeKimai } from "../fakes/kimai";
import { startTunnel } from "../fakes/tunnel";
import { Server, temporaryFolder } from "./server";

test("a server goes the way that the app found, another one when it changes, and refuses SOCKS in words", async () => {
  const kimai = await startFakeKimai({ tls: true });
  onTestFinished(() => kimai.close());
  const [first, second] = [await startTunnel(kimai.url), await startTunnel(kimai.url)];
  const home = temporaryFolder();
  const origin = "https://kimai.punchcard.example";
  const say = (said: string) => writeFileSync(join(home, "proxies.json"), JSON.stringify({ [origin]: said }));
  say(`PROXY ${first.host}`);
  const server = new Server({
    home,
    args: ["--kimai-url", origin, "--ssl-verify", "false"],
    env: { KIMAI_API_TOKEN: kimai.tokens.user },
  });
  await server.open();
  const ask = () => server.call("list_time", { period: "today" });
  expect((await ask()).isError).toBeFalsy();
  expect(new Set(first.asked)).toEqual(new Set(["kimai.punchcard.example:443"]));
  expect(second.asked).toEqual([]);
  say(`PROXY ${second.host}; PROXY ${first.host}`);
  const before = first.asked.length;
  expect((await ask()).isError).toBeFalsy();
  expect(second.asked.length).toBeGreaterThan(0);
  expect(first.asked).toHaveLength(before);
  say("SOCKS5 socks.punchcard.example:1080");
  expect((await ask()).structuredContent).toMatchObject({
    error: { code: "offline", message: expect.stringContaining("SOCKS5 socks.punchcard.example:1080") },
  });
  kimai.assertTokensOnlyInAuthorization(server.stderr);
});
