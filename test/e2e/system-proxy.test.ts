import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { startFakeKimai } from "../fakes/kimai";
import { listen } from "../fakes/listen";
import { startTunnel } from "../fakes/tunnel";
import { startApp, testHome } from "./app";

const home = testHome();
afterAll(() => home.remove());

test("a PAC file decides how a service is reached that somebody connects", async () => {
  const kimai = await startFakeKimai({ tls: true });
  onTestFinished(() => kimai.close());
  const proxy = await startTunnel(kimai.url);
  const pac = createServer((_request, response) => {
    response.setHeader("content-type", "application/x-ns-proxy-autoconfig");
    response.end(`function FindProxyForURL(url, host) {
      return host === "kimai.punchcard.example" ? "PROXY ${proxy.host}; DIRECT" : "DIRECT"; }`);
  });
  const { port, close } = await listen(pac);
  onTestFinished(close);
  const app = await startApp(home, { args: [`--proxy-pac-url=http://127.0.0.1:${port}/proxy.pac`] });
  onTestFinished(() => app.close());
  const window = await app.window("onboarding");
  await window.getByRole("button", { name: "Connect Kimai" }).click();
  await window.getByLabel("Address").fill("https://kimai.punchcard.example");
  await window.getByLabel("API token").fill("canary-token");
  await window.getByRole("button", { name: "Test and save" }).click();
  // The tunnel ends at a server whose certificate names another one.
  await window.getByRole("alert").waitFor();
  expect(proxy.asked).toContain("kimai.punchcard.example:443");
  expect(JSON.parse(readFileSync(join(home.punchcard, "proxies.json"), "utf8"))).toEqual({
    "https://kimai.punchcard.example": expect.stringMatching(new RegExp(`^PROXY ${proxy.host}; ?DIRECT$`)),
  });
}, 60_000);
