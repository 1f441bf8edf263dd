import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { snippetsFor } from "../../../main/clients/snippets";

const odd = `/home/o'neil & "co"/ü $x/.punchcard`;
const linux = snippetsFor({ platform: "linux", punchcardHome: odd, launch: { electron: "/e", script: "/s.js" } });
const windows = snippetsFor({
  platform: "win32",
  punchcardHome: "C:\\Users\\O'Neil\\.punchcard",
  launch: { electron: "C:\\Program Files\\Punch card\\Punchcard.exe", script: "C:\\O'Neil\\server.js" },
});
const text = (all: typeof linux, id: string) => all.find((one) => one.id === id)?.text ?? "";
const command = `${odd}/bin/punchcard-mcp`;

describe("snippets", () => {
  it("come in all eight forms, each with the place where it goes", () => {
    expect(linux.map(({ id }) => id)).toEqual([
      "mcp-servers",
      "vscode",
      "zed",
      "toml",
      "goose",
      "copilot",
      "command-line",
      "flatpak",
    ]);
    expect(windows.map(({ id }) => id)).toEqual([
      "mcp-servers",
      "vscode",
      "zed",
      "toml",
      "goose",
      "copilot",
      "command-line",
    ]);
    for (const { where, label, language } of [...linux, ...windows]) expect([where, label, language]).not.toContain("");
    expect(windows.map(({ where }) => where).join()).not.toContain("~/");
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
      punchcardHome: "/a\u007fb",
      launch: { electron: "/e", script: "/s.js" },
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
});
