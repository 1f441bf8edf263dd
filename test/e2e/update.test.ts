import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { personEnv, root, testHome, withTimeSheet } from "./app";

/**
 * The packed app, started as an AppImage starts it, with a release server on this computer. What an AppImage is made of needs
 * programs from the network, so a script stands for the file: it is replaced and started as one.
 */
let folder: string;
let server: Server;
let release = { hash: "", content: "" };
const name = "Punchcard-9.0.0.AppImage";
const app = () => join(folder, "linux-unpacked");
const sha512 = (text: string) => createHash("sha512").update(text).digest("base64");

beforeAll(async () => {
  const electron = process.env.PUNCHCARD_ELECTRON ?? "";
  folder = mkdtempSync(join(tmpdir(), "punchcard-packed-"));
  server = createServer(({ url = "" }, response) => {
    if (url.startsWith(`/${name}`)) return response.end(release.content);
    if (!url.startsWith("/latest-linux.yml")) return response.writeHead(404).end();
    const notes = "releaseNotes: |\n  <ul><li>Faster than before</li></ul>\n";
    response.end(`version: 9.0.0\nfiles:\n  - url: ${name}\n    sha512: ${release.hash}\n${notes}`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const version = execFileSync(electron, ["-p", "process.versions.electron"], {
    encoding: "utf8",
    env: { ...process.env, ELECTRON_RUN_AS_NODE: "1" },
  }).trim();
  const settings = [
    ...[`directories.output=${folder}`, `electronDist=${dirname(electron)}`, `electronVersion=${version}`],
    ...["publish.provider=generic", `publish.url=http://127.0.0.1:${(server.address() as AddressInfo).port}`],
    // By these the test gets in.
    ...["electronFuses.enableNodeCliInspectArguments=true", "electronFuses.enableNodeOptionsEnvironmentVariable=true"],
  ].map((setting) => `-c.${setting}`);
  const builder = join(root, "node_modules/electron-builder/cli.js");
  execFileSync(process.execPath, [builder, "--publish", "never", "--linux", "dir", ...settings], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
  });
}, 120_000);
afterAll(() => {
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function started(policy?: object) {
  const home = testHome();
  onTestFinished(() => home.remove());
  withTimeSheet(home);
  const appImage = join(home.path, "apps", "Punchcard.AppImage");
  mkdirSync(dirname(appImage));
  writeFileSync(appImage, "#!/bin/sh\nexit 1\n");
  chmodSync(appImage, 0o755);
  const policyFile = join(home.path, "policy.json");
  if (policy) writeFileSync(policyFile, JSON.stringify({ version: 1, ...policy }));
  const electron = await _electron.launch({
    executablePath: join(app(), "punchcard"),
    args: [],
    env: { ...personEnv(home), APPIMAGE: appImage, APPDIR: app(), ...(policy && { PUNCHCARD_POLICY: policyFile }) },
    timeout: 30_000,
  });
  onTestFinished(() => electron.close().catch(() => undefined));
  const timer = await windowOf(electron, "timer");
  await timer.evaluate('window.punchcard.invoke("app:openWindow", { name: "main", page: "general" })');
  const page = await windowOf(electron, "main");
  return { home, appImage, electron, section: page.locator("section[aria-labelledby=general-updates]") };
}

async function windowOf(electron: ElectronApplication, name: string): Promise<Page> {
  const isIt = (page: Page) => page.url().includes(`window=${name}`);
  return electron.windows().find(isIt) ?? electron.waitForEvent("window", { predicate: isIt, timeout: 20_000 });
}

test("a release with another content is refused, the next one replaces the file and is started", async () => {
  const { home, appImage, electron, section } = await started();
  const before = readFileSync(appImage, "utf8");
  const marker = join(home.path, "new-version-ran");
  release = { content: `#!/bin/sh\necho "$0" > ${marker}\n`, hash: sha512("what was announced") };
  await section.getByRole("button", { name: "Look for updates" }).click();
  await section.getByText("Version 9.0.0 is available").waitFor();
  expect(await section.getByRole("listitem").allTextContents()).toEqual(["Faster than before"]);
  await section.getByRole("button", { name: "Download" }).click();
  await section.getByText("is not what was announced").waitFor();
  expect(readFileSync(appImage, "utf8")).toBe(before);

  release.hash = sha512(release.content);
  await section.getByRole("button", { name: "Download" }).click();
  await section.getByText("Version 9.0.0 is ready").waitFor();
  expect(readFileSync(appImage, "utf8")).toBe(before);
  const gone = new Promise((resolve) => electron.process().once("exit", resolve));
  await section.getByRole("button", { name: "Restart to update" }).click();
  await gone;
  await expect.poll(() => existsSync(marker), { timeout: 10_000 }).toBe(true);
  expect(readFileSync(marker, "utf8").trim()).toBe(appImage);
  expect(readFileSync(appImage, "utf8")).toBe(release.content);
});

test("a company's policy turns updates off, is shown as that, and holds in the packed app", async () => {
  const { section } = await started({ company: "Example GmbH", updates: "off" });
  await section.getByText(/Set by your company/).waitFor();
  expect(await section.getByRole("button").count()).toBe(0);
});
