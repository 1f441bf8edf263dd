import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type Server, type ServerResponse } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AppUpdater } from "electron-updater";
import { onTestFinished } from "vitest";
import { type EngineOptions, engineOf } from "#main/updates/engine";

/**
 * electron-updater itself, asking a real HTTP server: only Electron's `net` and `app` are stood in for, by Node's own
 * client and a folder.
 */
export const oldContent = "#!/bin/sh\necho old\n";
export const newContent = `#!/bin/sh\necho new\n${"# filler\n".repeat(2_000)}`;
export const sha512 = (text: string) => createHash("sha512").update(text).digest("base64");
/** The one that a release is for. */
export const appImageName = "Punchcard-2.0.0.AppImage";

const require = createRequire(import.meta.url);

export interface Release {
  version?: string;
  yml?: string;
  sha512?: string;
  more?: string;
  serve?(response: ServerResponse): void;
}

const ymlOf = ({ version = "2.0.0", sha512: hash = sha512(newContent), more = "" }: Release) =>
  `version: ${version}\nfiles:\n  - url: ${appImageName}\n    sha512: ${hash}\n    size: ${newContent.length}\nreleaseNotes: |\n  <p>Faster</p>\n${more}`;

export async function updaterOf(release: Release, options: Partial<EngineOptions> = {}) {
  const folder = mkdtempSync(join(tmpdir(), "punchcard-update-"));
  const asked: string[] = [];
  const headers: Record<string, unknown>[] = [];
  const server: Server = createServer(({ url = "", headers: sent }, response) => {
    asked.push(url.split("?")[0] ?? "");
    headers.push(sent);
    if (url.startsWith("/latest-linux.yml")) return response.end(release.yml ?? ymlOf(release));
    if (!url.startsWith(`/${appImageName}`)) return response.writeHead(404).end();
    if (release.serve) return release.serve(response);
    response.end(newContent);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(() => {
    stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(folder, "app-update.yml"),
    `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: punchcard-updater\n`,
  );
  const appImage = join(folder, "apps", "Punchcard.AppImage");
  mkdirSync(join(folder, "apps"));
  writeFileSync(appImage, oldContent);
  chmodSync(appImage, 0o755);

  const app = {
    whenReady: async () => undefined,
    getVersion: () => "1.0.0",
    getName: () => "Punchcard",
    isPackaged: true,
    getPath: () => join(folder, "data"),
    getAppPath: () => folder,
  };
  const stood = { app, net: { request: (given: object) => request(given) }, session: { fromPartition: () => ({}) } };
  const id = require.resolve("electron");
  require.cache[id] = { id, filename: id, loaded: true, exports: stood, children: [], paths: [] } as never;
  process.env.APPIMAGE = appImage;
  process.env.XDG_CACHE_HOME = join(folder, "cache");
  Object.assign(process, { resourcesPath: folder });
  const { AppImageUpdater } = require("electron-updater") as { AppImageUpdater: new () => AppUpdater };
  const log: string[] = [];
  const engine = engineOf(new AppImageUpdater(), {
    appImage,
    publicKey: "",
    log: (_event, detail) => void log.push(JSON.stringify(detail)),
    ...options,
  });
  return { engine, appImage, folder, asked, headers, stop, log };
}
