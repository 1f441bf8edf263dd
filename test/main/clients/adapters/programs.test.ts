import { expect, test } from "vitest";
import { programOf } from "#main/clients/adapters/programs";
import { MemoryFiles } from "../memory-files";

const home = "/home/marta";

test.each([
  ["the first of PATH", { "/opt/a/codex": 0o755, "/usr/bin/codex": 0o755 }, "/opt/a/codex"],
  ["one that may be run", { "/opt/a/codex": 0o644, "/usr/bin/codex": 0o755 }, "/usr/bin/codex"],
  ["where installers put it, without PATH", { [`${home}/.local/bin/codex`]: 0o755 }, `${home}/.local/bin/codex`],
  ["none in a folder that is relative", { "bin/codex": 0o755 }, null],
  ["none where there is none", {}, null],
])("a program is found: %s", async (_what, files, found) => {
  const fs = new MemoryFiles([]);
  for (const [file, mode] of Object.entries(files)) fs.put(file, "", mode);
  const env = { PATH: "bin:/opt/a:/usr/bin" };
  expect(await programOf("codex", { platform: "linux", env, home, fs } as never)).toBe(found);
});
