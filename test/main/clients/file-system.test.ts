import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type FileSystem, nodeFiles, temporaryName } from "#main/clients/file-system";
import { createClients } from "#main/clients/index";
import { removeFile, sweep, takeSnapshot } from "#main/clients/replace-file";

let root: string;
const at = (name: string) => join(root, name);
const read = (name: string) => fs.readFileSync(at(name), "utf8");
const bytes = (text: string) => Buffer.from(text, "utf8");
beforeEach(() => {
  root = fs.mkdtempSync(join(tmpdir(), "punchcard-files-"));
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

it("a file that we made is removed only while it is what was read", async () => {
  fs.writeFileSync(at("file"), "ours");
  const snapshot = await takeSnapshot(nodeFiles, "linux", at("file"), [root]);
  fs.writeFileSync(at("file"), "somebody's");
  expect(await removeFile(nodeFiles, snapshot)).toBe(false);
  expect(read("file")).toBe("somebody's");
  fs.writeFileSync(at("file"), "ours");
  expect(await removeFile(nodeFiles, snapshot)).toBe(true);
  expect(fs.existsSync(at("file"))).toBe(false);
});

describe("putting a file in the place of another, on a real disk", () => {
  it("happens only while that is what it was", async () => {
    fs.writeFileSync(at("new"), "ours");
    fs.writeFileSync(at("file"), "changed meanwhile");
    expect(await nodeFiles.replace(at("new"), at("file"), bytes("as read"))).toBe(false);
    expect([read("file"), read("new")]).toEqual(["changed meanwhile", "ours"]);
    expect(await nodeFiles.replace(at("new"), at("gone"), bytes("as read"))).toBe(false);
    expect([fs.existsSync(at("gone")), read("new")]).toEqual([false, "ours"]);
    expect(await nodeFiles.replace(at("new"), at("file"), bytes("changed meanwhile"))).toBe(true);
    expect(fs.readdirSync(root)).toEqual(["file"]);
    expect(read("file")).toBe("ours");
  });

  it("does not take the place of one that came into being meanwhile, nor of a link to nowhere", async () => {
    fs.writeFileSync(at("new"), "ours");
    fs.writeFileSync(at("file"), "theirs");
    expect(await nodeFiles.replace(at("new"), at("file"), null)).toBe(false);
    fs.symlinkSync(at("nowhere"), at("link"));
    expect(await nodeFiles.replace(at("new"), at("link"), null)).toBe(false);
    expect([read("file"), read("new"), fs.readlinkSync(at("link"))]).toEqual(["theirs", "ours", at("nowhere")]);
    expect(await nodeFiles.replace(at("new"), at("fresh"), null)).toBe(true);
    expect([read("fresh"), fs.existsSync(at("new")), fs.statSync(at("fresh")).nlink]).toEqual(["ours", false, 1]);
  });

  it("begins with a file that nobody else could read or had made", async () => {
    const before = process.umask(0o077);
    try {
      await nodeFiles.create(at("a"), bytes("x"), { mode: 0o664 });
    } finally {
      process.umask(before);
    }
    expect((fs.statSync(at("a")).mode & 0o777).toString(8)).toBe("664");
    await expect(nodeFiles.create(at("a"), bytes("y"), { mode: 0o600 })).rejects.toMatchObject({ code: "EEXIST" });
    expect(read("a")).toBe("x");
    expect(temporaryName(at("a"))).toMatch(new RegExp(`^${root}/\\.a\\.punchcard-${process.pid}-[0-9a-f]{8}\\.tmp$`));
  });
});

describe("leftovers of a run that was killed", () => {
  it("go, but nothing that this run is writing, and nothing of anybody else's", async () => {
    const own = temporaryName(at("mcp.json"));
    const names = [own.slice(root.length + 1), ".mcp.json.punchcard-999999-aa.tmp", ".mcp.json.tmp", "mcp.json"];
    for (const name of names) fs.writeFileSync(at(name), "");
    await sweep(nodeFiles, "linux", at("mcp.json"));
    expect(fs.readdirSync(root).sort()).toEqual(names.filter((name) => !name.includes("999999")).sort());
  });
});

describe("a client that writes between our reading and our renaming, on a real disk", () => {
  const file = () => at("home/.config/Code/User/mcp.json");
  function clients(strike: (step: keyof FileSystem) => void, run = async () => ({ code: null, output: "" })) {
    const home = at("home");
    const struck: FileSystem = {
      ...nodeFiles,
      replace: (...args) => {
        strike("replace");
        return nodeFiles.replace(...args);
      },
      removeIf: (...args) => {
        strike("removeIf");
        return nodeFiles.removeIf(...args);
      },
      read: async (path) => {
        const found = await nodeFiles.read(path);
        if (path === file()) strike("read");
        return found;
      },
    };
    return createClients({
      ...{ platform: "linux", env: {}, home, punchcardHome: join(home, ".punchcard"), backups: join(home, "backups") },
      ...{ launch: { electron: process.execPath, script: at("server.js") }, isRunning: async () => false },
      ...{ fs: struck, run },
    });
  }
  const begin = (text: string | null) => {
    fs.mkdirSync(join(file(), ".."), { recursive: true });
    if (text !== null) fs.writeFileSync(file(), text, { mode: 0o640 });
  };

  it.each([
    ["a file", '{ "servers": {} }'],
    ["no file yet", null],
  ])("keeps what it wrote, and our entry comes on top of that (%s)", async (_what, text) => {
    begin(text);
    const theirs = '{\n  "servers": { "theirs": { "command": "x" } }\n}\n';
    let left = 1;
    await clients((step) => {
      if (step === "replace" && left-- > 0) fs.writeFileSync(file(), theirs);
    }).register("vscode");
    const now = JSON.parse(fs.readFileSync(file(), "utf8"));
    expect(Object.keys(now.servers).sort()).toEqual(["punchcard", "theirs"]);
    await clients(() => undefined).unregister("vscode");
    expect(fs.readFileSync(file(), "utf8")).toBe(theirs);
    expect(fs.readdirSync(join(file(), ".."))).toEqual(["mcp.json"]);
  });

  it("keeps its file where we were about to take ours away", async () => {
    begin(null);
    await clients(() => undefined).register("vscode");
    const theirs = '{ "servers": { "theirs": {} } }';
    const whole = fs.readFileSync(file(), "utf8");
    let reads = 0;
    await clients((step) => {
      // After the reading on which the removal is based.
      if (step === "read" && ++reads === 1) fs.writeFileSync(file(), whole.replace("{", '{\n  "mine": 1,'));
    }).unregister("vscode");
    expect(JSON.parse(fs.readFileSync(file(), "utf8"))).toMatchObject({ mine: 1 });
    fs.writeFileSync(file(), theirs);
    await clients(() => undefined).unregister("vscode");
    expect(fs.readFileSync(file(), "utf8")).toBe(theirs);
  });

  it("keeps its file whenever in between it writes: the last look is right before ours goes", async () => {
    const theirs = '{ "servers": { "theirs": {} } }';
    for (let at = 1; at <= 8; at++) {
      begin(null);
      await clients(() => undefined).register("vscode");
      let steps = 0;
      await clients(() => {
        if (++steps === at) fs.writeFileSync(file(), theirs);
      })
        .unregister("vscode")
        .catch(() => undefined);
      if (steps >= at) expect(fs.readFileSync(file(), "utf8")).toBe(theirs);
    }
  });
});
