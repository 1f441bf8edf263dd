import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CleanRoot } from "./clean-root";
import { packed } from "./packages";

/** The RPM package by rpm's own database, on a Debian whose packages are not in it: what it needs is only listed. */
const work = mkdtempSync(join(tmpdir(), "punchcard-install-"));
let system: CleanRoot;

beforeAll(() => {
  system = new CleanRoot();
  system.apt("update");
  system.apt("install", "rpm", "libasound2", "libgbm1", "libgtk-3-0", "libnss3", "libcups2");
});
afterAll(() => {
  system?.close();
  rmSync(work, { recursive: true, force: true });
});

const inside = (path: string) => join(system.path, path);
const rpm = (...args: string[]) => system.run("rpm", ["--nodeps", ...args]);
const put = (version: string) => system.put(packed("rpm", version, work), `/tmp/punchcard-${version}.rpm`);
/** A client's file with our entry, and a launcher that starts this package, as the app writes both. */
const registered = '{ "mcpServers": { "punchcard": { "command": "/home/ada/.punchcard/bin/punchcard-mcp" } } }';

it("it asks for the libraries by their names, and puts the server on PATH", () => {
  const file = put("0.1.0");
  expect(system.run("rpm", ["-qp", "--requires", file])).toMatch(/^libgbm\.so\.1\(\)\(64bit\)$/m);
  rpm("-i", file);
  expect(system.run("punchcard-mcp", ["--version"], "ada").trim()).toMatch(/^\d+\.\d+\.\d+$/);
  expect(statSync(inside("/opt/Punchcard/chrome-sandbox")).mode & 0o4777).toBe(0o4755);
});

it("an upgrade leaves a client's entry alone", () => {
  system.run("sh", ["-c", "mkdir -p ~/.punchcard/bin ~/.cursor"], "ada");
  const launcher = `#!/bin/sh\n# Written by Punchcard\nexec '/opt/Punchcard/punchcard' "$@"\n`;
  writeFileSync(inside("/home/ada/.punchcard/bin/punchcard-mcp"), launcher, { mode: 0o755 });
  writeFileSync(inside("/home/ada/.cursor/mcp.json"), registered);
  system.run("chown", ["-R", "ada:ada", "/home/ada"]);
  rpm("-U", put("0.1.1"));
  expect(system.run("rpm", ["-q", "--qf", "%{VERSION}", "punchcard"])).toBe("0.1.1");
  expect(system.run("cat", ["/home/ada/.cursor/mcp.json"])).toBe(registered);
  expect(statSync(inside("/usr/bin/punchcard-mcp")).mode & 0o777).toBe(0o755);
  // RPM runs the scripts of the old version after those of the new one.
  expect(system.run("readlink", ["-f", "/usr/bin/punchcard"]).trim()).toBe("/opt/Punchcard/punchcard");
});

it("its removal takes the entry out and leaves no file of its own", () => {
  expect(rpm("-e", "punchcard")).toMatch(/AI clients of ada/);
  expect(system.run("cat", ["/home/ada/.cursor/mcp.json"])).not.toMatch(/punchcard/);
  for (const gone of ["/opt/Punchcard", "/usr/bin/punchcard", "/usr/bin/punchcard-mcp"])
    expect(() => statSync(inside(gone)), gone).toThrow(/ENOENT/);
});
