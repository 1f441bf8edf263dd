import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { textOf } from "../../../fakes/mcp-session";
import { temporaryFolder, writeSettings } from "../../../fakes/server-home";
import { InProcessClient } from "../../../fakes/server-in-process";

/** Unreadable settings and files in their place, as a client's server meets them. The app's side is test/main/settings. */

const local = { id: "local-1", service: "local", label: "This computer" };
const opened = async (home: string, args: string[] = []) => {
  const server = new InProcessClient({ home, args });
  await server.open();
  return server;
};

test.each<[string, (file: string) => void, RegExp]>([
  [
    "corrupt",
    (file) => writeFileSync(file, '{"version": 1, "accounts": ['),
    /not valid JSON[\s\S]*puts the broken file aside/,
  ],
  ["empty", (file) => writeFileSync(file, ""), /not valid JSON[\s\S]*puts the broken file aside/],
  ["binary", (file) => writeFileSync(file, Buffer.from([0, 255, 254, 1])), /not valid JSON/],
  [
    "of the wrong shape",
    (file) => writeFileSync(file, '{"version":1,"accounts":"none"}'),
    /accounts[\s\S]*Open Punchcard/,
  ],
  [
    "of a newer version",
    (file) => writeFileSync(file, '{"version":99,"accounts":[]}'),
    /newer Punchcard[\s\S]*Update Punchcard/,
  ],
  ["a directory", (file) => mkdirSync(file), /not a regular file[\s\S]*Open Punchcard/],
  [
    "a pipe that nobody writes to",
    (file) => void execFileSync("/usr/bin/mkfifo", [file]),
    /not a regular file[\s\S]*Open Punchcard/,
  ],
  [
    "of two accounts with one id",
    (file) => writeFileSync(file, JSON.stringify({ version: 1, accounts: [local, { ...local, label: "Other" }] })),
    /two accounts have the id "local-1"/,
  ],
  [
    "of 100,000 accounts",
    (file) =>
      writeFileSync(
        file,
        JSON.stringify({
          version: 1,
          accounts: Array.from({ length: 100_000 }, (_, at) => ({ ...local, id: `a${at}` })),
        }),
      ),
    /larger than 2 MB/,
  ],
])(
  "settings that are %s: the server starts, every tool names file and way out, and the file stays",
  async (_name, make, says) => {
    const home = temporaryFolder();
    const file = join(home, "settings.json");
    make(file);
    const kind = statSync(file).mode;
    const before = statSync(file).isFile() ? readFileSync(file) : null;
    const server = await opened(home);
    expect(await server.tools()).toHaveLength(toolNames.length);
    for (const name of await server.tools()) {
      const answer = await server.call(name);
      expect(answer.structuredContent).toMatchObject({ error: { code: "settings", saved: "no" } });
      expect(textOf(answer)).toMatch(says);
      expect(textOf(answer)).toContain(file);
      expect(textOf(answer).length).toBeLessThan(1_500);
    }
    if (before) expect(readFileSync(file).equals(before)).toBe(true);
    else expect(statSync(file).mode).toBe(kind);
  },
);

test("no settings, no folder, or a file in its place: no account is connected, and how to get one", async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, "a-file"), "x");
  for (const settings of [home, join(home, "none", "such"), join(home, "a-file")]) {
    const server = new InProcessClient({ home: settings, args: [] });
    await server.open();
    expect(textOf(await server.call("clock_in"))).toMatch(/No account is connected[\s\S]*Open Punchcard[\s\S]*--local/);
    server.endInput();
    expect(await server.ended).toBe(0);
  }
});

test("settings that break while the server runs lock every door, and open them again when they are mended", async () => {
  const home = temporaryFolder();
  writeSettings(home);
  const server = await opened(home);
  expect((await server.call("get_status")).isError).toBeFalsy();
  writeFileSync(join(home, "settings.json"), "{");
  expect((await server.call("clock_in")).structuredContent).toMatchObject({ error: { code: "settings" } });
  writeSettings(home);
  expect((await server.call("clock_in")).isError).toBeFalsy();
});

test("the server writes no settings, also not those that it may not read as it likes", async () => {
  const home = temporaryFolder();
  writeSettings(home, { profile: "everything" });
  const file = join(home, "settings.json");
  chmodSync(file, 0o400);
  const before = { text: readFileSync(file, "utf8"), at: statSync(file).mtimeMs };
  const server = await opened(home, ["--client=claude-desktop"]);
  await server.call("clock_in", { project: "New", create_missing: true });
  await server.call("clock_out");
  expect({ text: readFileSync(file, "utf8"), at: statSync(file).mtimeMs }).toEqual(before);
});

test("where neither log nor sign of change can be written, work is saved all the same", async () => {
  const home = temporaryFolder();
  writeSettings(home);
  writeFileSync(join(home, "log"), "a file in the way");
  mkdirSync(join(home, "changed", "in-the-way"), { recursive: true });
  const server = await opened(home);
  expect((await server.call("clock_in", { text: "x" })).isError).toBeFalsy();
  expect(textOf(await server.call("clock_out"))).toContain("Ended");
  server.endInput();
  expect(await server.ended).toBe(0);
  expect(server.stderr).toBe("");
});

test.each<[string, (file: string) => void, RegExp]>([
  ["a directory", (file) => mkdirSync(file), /Choose|another/],
  [
    "of another program",
    (file) => writeFileSync(`${file}.txt`, "my diary, line by line"),
    /not a time sheet[\s\S]*left as it is/,
  ],
])("a time sheet that is %s is left alone, and the answer says what to do", async (name, make, says) => {
  const home = temporaryFolder();
  const file = join(home, "sheet.db");
  make(file);
  const path = name === "a directory" ? file : `${file}.txt`;
  const server = await opened(home, ["--local", path, "--profile", "everything"]);
  const answer = await server.call("clock_in", {});
  expect(answer.isError).toBe(true);
  expect(textOf(answer)).toMatch(says);
  if (name !== "a directory") expect(readFileSync(path, "utf8")).toBe("my diary, line by line");
  rmSync(path, { recursive: true });
});

test("settings with a byte order mark, as some editors write them, are read", async () => {
  const home = temporaryFolder();
  writeSettings(home);
  const file = join(home, "settings.json");
  writeFileSync(file, `\ufeff${readFileSync(file, "utf8")}`);
  const server = await opened(home, ["--client=test"]);
  expect((await server.call("get_status")).structuredContent).toMatchObject({ state: "idle" });
});
