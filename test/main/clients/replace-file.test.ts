import * as fs from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Clients, createClients } from "#main/clients/index";

let root: string;
let home: string;
let file: string;
let clients: Clients;
const vscodeOf = async (clients: Clients) => (await clients.list()).find(({ id }) => id === "vscode");
const before = '{\n  "servers": {\n    "a": { "command": "a" }\n  }\n}\n';

beforeEach(() => {
  root = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "punchcard clients ")));
  home = join(root, "home");
  file = join(home, ".config/Code/User/mcp.json");
  fs.mkdirSync(join(home, ".config/Code"), { recursive: true });
  clients = createClients({
    platform: "linux",
    env: {},
    home,
    punchcardHome: join(home, ".punchcard"),
    launch: { electron: process.execPath, script: join(root, "server.js") },
    backups: join(home, "backups"),
    isRunning: async () => false,
  });
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string, mode = 0o644) => {
  fs.mkdirSync(join(path, ".."), { recursive: true });
  fs.writeFileSync(path, text);
  fs.chmodSync(path, mode);
};
const mode = (path: string) => (fs.statSync(path).mode & 0o7777).toString(8);
const read = (path: string) => fs.readFileSync(path, "utf8");

describe("on a real disk", () => {
  it("creates a missing file and folder for their person only, and takes the file away again", async () => {
    expect(await clients.register("vscode")).toMatchObject({ state: "registered", file });
    expect([mode(file), mode(join(file, ".."))]).toEqual(["600", "700"]);
    expect(JSON.parse(read(file)).servers.punchcard.command).toBe(join(home, ".punchcard/bin/punchcard-mcp"));
    await clients.unregister("vscode");
    expect(fs.existsSync(file)).toBe(false);
  });

  it.each([0o640, 0o600, 0o664, 0o1640])("keeps mode %o, and owner and group", async (bits) => {
    write(file, before, bits);
    if (process.getuid?.() === 0) fs.chownSync(file, 12_345, 54_321);
    const owner = (({ uid, gid }) => ({ uid, gid }))(fs.statSync(file));
    await clients.register("vscode");
    expect(mode(file)).toBe(bits.toString(8));
    expect(fs.statSync(file)).toMatchObject(owner);
    await clients.unregister("vscode");
    expect([read(file), mode(file)]).toEqual([before, bits.toString(8)]);
  });

  it("writes nothing at a second click", async () => {
    write(file, before);
    await clients.register("vscode");
    const { ino, mtimeMs } = fs.statSync(file);
    await clients.register("vscode");
    expect(fs.statSync(file)).toMatchObject({ ino, mtimeMs });
    expect(fs.readdirSync(join(home, "backups/vscode"))).toHaveLength(1);
  });

  it("leaves nothing beside the file, also what a killed run had left", async () => {
    write(file, before);
    const orphan = join(file, "..", ".mcp.json.punchcard-999999-deadbeef.tmp");
    write(orphan, "torn");
    write(join(file, "..", ".mcp.json.tmp"), "not ours");
    write(join(file, "..", ".mcp.json.punchcard-before"), "the person's own copy");
    await clients.register("vscode");
    const left = [".mcp.json.punchcard-before", ".mcp.json.tmp", "mcp.json"];
    expect(fs.readdirSync(join(file, "..")).sort()).toEqual(left);
  });

  it("keeps the newest ten copies, readable for their person only", async () => {
    write(file, before);
    for (let round = 0; round < 7; round++) {
      await clients.register("vscode");
      fs.writeFileSync(file, `${read(file)}\n// ${round}`);
      await clients.unregister("vscode");
    }
    const folder = join(home, "backups/vscode");
    const copies = fs.readdirSync(folder).sort();
    expect(copies).toHaveLength(10);
    expect(copies.map((name) => mode(join(folder, name)))).toEqual(Array(10).fill("600"));
    expect(mode(folder)).toBe("700");
    expect(read(join(folder, copies.at(-1) ?? ""))).toContain("// 6");
    expect(mode(join(home, "backups/journal.json"))).toBe("600");
  });

  it("writes through links, of the file and of its folder, and leaves them links", async () => {
    const target = join(home, "dotfiles/mcp.json");
    write(target, before, 0o640);
    fs.mkdirSync(join(file, ".."), { recursive: true });
    fs.symlinkSync("../../../dotfiles/mcp.json", file);
    await clients.register("vscode");
    expect(fs.lstatSync(file).isSymbolicLink()).toBe(true);
    expect(read(target)).toContain("punchcard");
    expect(mode(target)).toBe("640");
    await clients.unregister("vscode");
    expect(read(target)).toBe(before);
  });

  it("refuses a link that leads nowhere, in a circle, or out of the home folder", async () => {
    fs.mkdirSync(join(file, ".."), { recursive: true });
    fs.symlinkSync(join(home, "gone.json"), file);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_dangling_link" });
    expect(fs.existsSync(join(home, "gone.json"))).toBe(false);
    fs.unlinkSync(file);
    fs.symlinkSync("mcp.json", file);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_dangling_link" });
    fs.unlinkSync(file);
    write(join(root, "outside.json"), before);
    fs.symlinkSync(join(root, "outside.json"), file);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_outside_home" });
    expect(read(join(root, "outside.json"))).toBe(before);
    expect(await vscodeOf(clients)).toMatchObject({ state: "unreadable" });
  });

  it("says that a hard link will part", async () => {
    write(file, before);
    fs.linkSync(file, join(home, "second name"));
    expect((await vscodeOf(clients))?.reason).toMatch(/hard link/);
    await clients.register("vscode");
    expect(read(join(home, "second name"))).toBe(before);
    expect((await vscodeOf(clients))?.reason).toBeNull();
  });

  it("refuses a read-only file, a folder and a socket", async () => {
    write(file, before, 0o444);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_read_only" });
    fs.unlinkSync(file);
    fs.mkdirSync(file);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_not_a_file" });
    fs.rmdirSync(file);
    const server = createServer().listen(join(root, "s"));
    await new Promise((resolve) => server.once("listening", resolve));
    fs.renameSync(join(root, "s"), file);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_not_a_file" });
    server.close();
  });

  it("refuses a file larger than any configuration is, without reading it", async () => {
    write(file, before);
    fs.truncateSync(file, 21 * 1024 * 1024);
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_too_large" });
    expect(fs.statSync(file).size).toBe(21 * 1024 * 1024);
  });

  it("does not take an entry for lost that another program removed and put back", async () => {
    write(file, before);
    await clients.register("vscode");
    const added = read(file);
    fs.writeFileSync(file, before);
    expect(await vscodeOf(clients)).toMatchObject({ state: "removed_by_client" });
    fs.writeFileSync(file, added);
    expect(await vscodeOf(clients)).toMatchObject({ state: "registered" });
  });

  it("works without a journal and with a broken one", async () => {
    write(file, before);
    await clients.register("vscode");
    fs.writeFileSync(join(home, "backups/journal.json"), "{ torn");
    expect(await vscodeOf(clients)).toMatchObject({ state: "registered" });
    await clients.unregister("vscode");
    expect(read(file)).toBe(before);
  });
});
