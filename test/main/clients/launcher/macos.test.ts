import { describe, expect, it } from "vitest";
import { type ClientsDeps, createClients } from "#main/clients/index";
import { MemoryFiles } from "../memory-files";

/** A Mac, with a person whose name has a blank and other letters. */
const home = "/Users/jörg müller";
const launcher = `${home}/.punchcard/bin/punchcard-mcp`;
const inside = "/Applications/Punch card.app/Contents";
const launch = {
  electron: `${inside}/MacOS/Punchcard`,
  helper: `${inside}/Frameworks/Punchcard Helper.app/Contents/MacOS/Punchcard Helper`,
  script: `${inside}/Resources/app.asar/out/mcp-server/index.js`,
  program: `${inside}/Resources/app.asar/out/launcher/punchcard-mcp`,
};
const cursor = `${home}/.cursor/mcp.json`;

function computer() {
  const fs = new MemoryFiles([`${home}/.cursor`]);
  fs.put(launch.program, "\xcf\xfa\xed\xfe Written by Punchcard, signed");
  return fs;
}
const clientsOn = (fs: MemoryFiles, more: Partial<ClientsDeps> = {}) =>
  createClients({
    ...{
      platform: "darwin",
      env: {},
      home,
      punchcardHome: `${home}/.punchcard`,
      backups: `${home}/backups`,
      fs,
      launch,
    },
    isRunning: async () => false,
    run: async () => ({ code: 0, output: "" }),
    ...more,
  });

describe("the launcher on macOS", () => {
  it("is the program as it was signed, with its script in a file beside it", async () => {
    const fs = computer();
    const clients = clientsOn(fs);
    await clients.register("cursor");
    expect(JSON.parse(fs.text(cursor) ?? "").mcpServers.punchcard).toEqual({
      ...{ command: launcher, args: ["--client=cursor"] },
    });
    expect(fs.text(launcher)).toBe(fs.text(launch.program));
    expect((await fs.facts(launcher))?.mode).toBe(0o755);
    const script = fs.text(`${launcher}.sh`) ?? "";
    expect(script).toContain(`app='${launch.helper}'\nscript='${launch.script}'\n`);
    expect(script).toContain(`[ ! -e '${inside}/Resources/app.asar' ]`);
    expect(await clients.refreshLauncher()).toEqual({ usesProgram: true, moved: [], refused: [] });
  });

  it("takes the place of the script that was there before, and no entry changes", async () => {
    const fs = computer();
    const { program: _none, ...before } = launch;
    await clientsOn(fs, { launch: before }).register("cursor");
    expect(fs.text(launcher)).toMatch(/^#!\/bin\/sh/);
    const entry = fs.text(cursor);
    await clientsOn(fs).refreshLauncher();
    expect(fs.text(launcher)).toBe(fs.text(launch.program));
    expect(fs.text(cursor)).toBe(entry);
    expect([...fs.files.keys()].some((path) => path.includes("not-ours"))).toBe(false);
  });

  it("is the script alone where macOS ends the program, and the program again where it does not", async () => {
    const fs = computer();
    const ended = clientsOn(fs, { run: async () => ({ code: null, output: "" }) });
    expect(await ended.refreshLauncher()).toMatchObject({ usesProgram: false });
    expect(fs.text(launcher)).toMatch(/^#!\/bin\/sh/);
    expect(await ended.launcher()).toEqual({ path: launcher, isThere: true, usesProgram: false });
    await clientsOn(fs).refreshLauncher();
    expect(fs.text(launcher)).toBe(fs.text(launch.program));
  });

  it("is replaced by that of another version, and goes with its script", async () => {
    const fs = computer();
    await clientsOn(fs).refreshLauncher();
    fs.put(launch.program, "\xcf\xfa\xed\xfe Written by Punchcard, signed anew");
    await clientsOn(fs).refreshLauncher();
    expect(fs.text(launcher)).toContain("anew");
    const moved = { ...launch, helper: "/Users/jörg müller/Punchcard.app/Helper" };
    expect(await clientsOn(fs, { launch: moved }).removeLauncher()).toBe(false);
    expect(await clientsOn(fs).removeLauncher()).toBe(true);
    expect([...fs.files.keys()].filter((path) => path.startsWith(`${home}/.punchcard/bin`))).toEqual([]);
  });
});
