import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { snippetsFor } from "#main/clients/snippets/snippets";

const odd = `/home/o'neil & "co"/ü $x/.punchcard`;
const launch = { electron: "/e", script: "/s.js" };
const linux = snippetsFor({ platform: "linux", env: {}, punchcardHome: odd, launch });
const windows = snippetsFor({
  platform: "win32",
  env: {},
  punchcardHome: "C:\\Users\\O'Neil\\.punchcard",
  launch: { electron: "C:\\Program Files\\Punch card\\Punchcard.exe", script: "C:\\O'Neil\\server.js" },
});
const text = (all: typeof linux, id: string) => all.find((one) => one.id === id)?.text ?? "";
const command = `${odd}/bin/punchcard-mcp`;

describe("snippets", () => {
  it("come in all forms, each with the place where it goes", () => {
    expect(linux.map(({ id }) => id)).toEqual([
      "mcp-servers",
      "vscode",
      "zed",
      "toml",
      "goose",
      "copilot",
      "opencode",
      "amp",
      "grok",
      "continue",
      "openclaw",
      "crush",
      "command-line",
      "flatpak",
      "flatpak-zed",
    ]);
    expect(windows.map(({ id }) => id)).toEqual([
      "mcp-servers",
      "vscode",
      "zed",
      "toml",
      "goose",
      "copilot",
      "opencode",
      "amp",
      "grok",
      "continue",
      "openclaw",
      "crush",
      "command-line",
      "wsl",
    ]);
    for (const { where, label, language } of [...linux, ...windows]) expect([where, label, language]).not.toContain("");
    const onWindows = windows.filter(({ id }) => id !== "wsl");
    expect(onWindows.map(({ where }) => where).join()).not.toContain("~/");
    expect(snippetsFor({ platform: "darwin", env: {}, punchcardHome: odd, launch }).map(({ id }) => id)).toEqual(
      linux.map(({ id }) => id).filter((id) => !id.startsWith("flatpak")),
    );
  });

  it("are valid JSON that starts the same thing, each for its own client", () => {
    const entry = { command, args: ["--client=other"] };
    expect(JSON.parse(text(linux, "mcp-servers"))).toEqual({ mcpServers: { punchcard: entry } });
    expect(JSON.parse(text(linux, "vscode")).servers.punchcard).toEqual({
      type: "stdio",
      command,
      args: ["--client=vscode"],
    });
    expect(JSON.parse(text(linux, "zed")).context_servers.punchcard).toMatchObject({ command, args: ["--client=zed"] });
    expect(JSON.parse(text(linux, "copilot")).mcpServers.punchcard).toEqual({
      type: "local",
      command,
      args: ["--client=copilot"],
      tools: ["*"],
    });
    expect(JSON.parse(text(linux, "flatpak")).servers.punchcard).toMatchObject({
      command: "flatpak-spawn",
      args: ["--host", command, "--client=vscode"],
    });
    expect(JSON.parse(text(windows, "mcp-servers")).mcpServers.punchcard).toEqual({
      command: "C:\\Program Files\\Punch card\\Punchcard.exe",
      args: ["C:\\O'Neil\\server.js", "--client=other"],
      env: { ELECTRON_RUN_AS_NODE: "1" },
    });
  });

  it("escape for TOML and YAML", () => {
    const scalar = (some: string, key: string) =>
      JSON.parse(new RegExp(`^\\s*${key}(?: =|:) (".*")$`, "m").exec(some)?.[1] ?? "null");
    expect(scalar(text(linux, "toml"), "command")).toBe(command);
    expect(scalar(text(linux, "goose"), "cmd")).toBe(command);
    expect(scalar(text(windows, "toml"), "command")).toBe("C:\\Program Files\\Punch card\\Punchcard.exe");
    expect(text(windows, "toml")).toMatch(/\n\n\[mcp_servers\.punchcard\.env\]\nELECTRON_RUN_AS_NODE = "1"$/);
    expect(text(windows, "goose")).toMatch(/\n {4}envs:\n {6}ELECTRON_RUN_AS_NODE: "1"\n/);
    const del = snippetsFor({
      platform: "linux",
      env: {},
      punchcardHome: "/a\u007fb",
      launch,
    });
    expect(text(del, "toml")).toContain("\\u007f");
  });

  it("survive a shell", () => {
    const folder = fs.mkdtempSync(join(tmpdir(), "punchcard-snippets-"));
    try {
      for (const name of ["claude", "gemini", "copilot"])
        fs.writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\0' ${name} "$@"; printf '\\n'\n`, { mode: 0o755 });
      const run = spawnSync("/bin/sh", ["-c", text(linux, "command-line")], {
        env: { PATH: folder },
        encoding: "utf8",
      });
      const [claude, gemini, copilot] = run.stdout
        .trim()
        .split("\n")
        .map((line) => line.split("\0").slice(0, -1));
      expect(claude?.slice(0, -1)).toEqual(["claude", "mcp", "add-json", "-s", "user", "punchcard"]);
      expect(JSON.parse(claude?.at(-1) ?? "")).toEqual({ command, args: ["--client=claude-code"] });
      expect(gemini).toEqual(["gemini", "mcp", "add", "-s", "user", "punchcard", command, "--", "--client=gemini"]);
      expect(copilot).toEqual(["copilot", "mcp", "add", "punchcard", "--", command, "--client=copilot"]);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("carry no JSON through PowerShell, which would break its quotes", () => {
    const lines = text(windows, "command-line").split("\n");
    expect(lines[0]).toBe(
      "claude mcp add -s user punchcard -e 'ELECTRON_RUN_AS_NODE=1' -- 'C:\\Program Files\\Punch card\\Punchcard.exe' 'C:\\O''Neil\\server.js' '--client=claude-code'",
    );
    expect(lines.join()).not.toContain('"');
  });

  it("start Punchcard on Windows from WSL, where only the program's path is translated", () => {
    expect(JSON.parse(text(windows, "wsl")).mcpServers.punchcard).toEqual({
      command: "/mnt/c/Program Files/Punch card/Punchcard.exe",
      args: ["C:\\O'Neil\\server.js", "--client=other"],
      env: { ELECTRON_RUN_AS_NODE: "1", WSLENV: "ELECTRON_RUN_AS_NODE/w" },
    });
    const launcher = snippetsFor({
      ...{ platform: "win32", env: {}, punchcardHome: "C:\\Users\\Jörg M\\.punchcard" },
      launch: { electron: "C:\\P\\Punchcard.exe", script: "C:\\P\\s.js", program: "C:\\P\\punchcard-mcp.exe" },
    });
    expect(JSON.parse(text(launcher, "wsl")).mcpServers.punchcard).toEqual({
      command: "/mnt/c/Users/Jörg M/.punchcard/bin/punchcard-mcp.exe",
      args: ["--client=other"],
    });
    expect(text(launcher, "command-line").split("\n")[0]).toBe(
      "claude mcp add -s user punchcard -- 'C:\\Users\\Jörg M\\.punchcard\\bin\\punchcard-mcp.exe' '--client=claude-code'",
    );
    const share = { electron: "\\\\server\\apps\\Punchcard.exe", script: "\\\\server\\apps\\s.js" };
    const onShare = snippetsFor({ platform: "win32", env: {}, punchcardHome: "C:\\.punchcard", launch: share });
    expect(onShare.map(({ id }) => id)).not.toContain("wsl");
  });

  it("start a Punchcard inside WSL from Windows, as its person and without a shell", () => {
    const wsl = (env: NodeJS.ProcessEnv) =>
      snippetsFor({ platform: "linux", env, punchcardHome: odd, launch }).find(({ id }) => id === "wsl");
    const entry = (env: NodeJS.ProcessEnv) => JSON.parse(wsl(env)?.text ?? "{}").mcpServers.punchcard;
    expect(entry({ WSL_DISTRO_NAME: "Ubuntu-24.04", USER: "ada" })).toEqual({
      command: "C:\\Windows\\System32\\wsl.exe",
      args: ["--distribution", "Ubuntu-24.04", "--user", "ada", "--exec", command, "--client=other"],
    });
    expect(entry({ WSL_DISTRO_NAME: "Debian" }).args).not.toContain("--user");
    expect(wsl({})).toBeUndefined();
  });
});
