import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serverEntryFor } from "#main/clients/server-entry";
import { snippetsFor } from "#main/clients/snippets/snippets";
import * as fc from "../../../property";

/** Readers of others, which come with knip: our own would share our mistakes. */
const others = createRequire(resolve("node_modules/knip/package.json"));
const readToml: (text: string) => unknown = others("smol-toml").parse;
const readYaml: (text: string) => unknown = others("yaml").parse;

const nasty = fc.constantFrom(
  ..." '\"`$%\\!&|;<>()[]{}*?#~^=,:@-+.\t\u007f\u0085\u00a0\u2018\u2019\u201b\u2028\ufeffüß日🕐\u202e",
  ...[
    "$HOME",
    "%APPDATA%",
    "`id`",
    "$(id)",
    "${x}",
    "--",
    "''",
    '""',
    "\\n",
    "\\u0041",
    "'''",
    '"""',
    "# ",
    ": ",
    "- ",
  ],
);
const word = fc.oneof({ weight: 3, arbitrary: nasty }, fc.string({ unit: "grapheme", maxLength: 4 }));
const part = fc
  .array(word, { minLength: 1, maxLength: 8 })
  .map((words) => words.join("").replaceAll(/[/\0]/g, "_"))
  .filter((text) => text !== "" && !/\p{Cs}/u.test(text));
/** Windows allows fewer letters in names, and no control characters. */
const windowsPart = part.map((text) => text.replaceAll(/[\\<>:"|?*]|[^\P{Cc}]/gu, "-")).filter((text) => text !== "");

const posix = part.map((name) => ({
  ...{ platform: "linux" as const, punchcardHome: `/home/${name}/.punchcard`, env: { WSL_DISTRO_NAME: "Debian" } },
  launch: { electron: "/opt/P/punchcard", script: "/opt/P/server.js" },
}));
const windows = fc.tuple(windowsPart, windowsPart).map(([folder, name]) => ({
  ...{ platform: "win32" as const, punchcardHome: "C:\\Users\\Ada\\.punchcard", env: {} },
  launch: { electron: `C:\\${folder}\\Punchcard.exe`, script: `D:\\${folder}\\${name}\\server.js` },
}));
const parts = fc.oneof(posix, windows);
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

const textOf = (all: Parts, id: string) => snippetsFor(all).find((one) => one.id === id)?.text ?? "";

describe("a snippet, read by the format's own reader, gives back exactly what is to be started", () => {
  it("as JSON", () => {
    fc.assert(
      fc.property(parts, (all) => {
        const read = (id: string) => JSON.parse(textOf(all, id));
        expect(read("mcp-servers")).toEqual({ mcpServers: { punchcard: serverEntryFor("other", all) } });
        expect(read("vscode")).toEqual({ servers: { punchcard: { type: "stdio", ...serverEntryFor("vscode", all) } } });
        expect(read("zed")).toEqual({
          context_servers: { punchcard: { source: "custom", ...serverEntryFor("zed", all) } },
        });
        const copilot = { type: "local", ...serverEntryFor("copilot", all), tools: ["*"] };
        expect(read("copilot")).toEqual({ mcpServers: { punchcard: copilot } });
        const { command: program, args: words, env: environment } = serverEntryFor("other", all);
        const opencode = { type: "local", command: [program, ...words], ...(environment && { environment }) };
        expect(read("opencode")).toEqual({ mcp: { punchcard: opencode } });
        expect(read("amp")).toEqual({ "amp.mcpServers": { punchcard: serverEntryFor("amp", all) } });
        expect(read("openclaw")).toEqual({ mcp: { servers: { punchcard: serverEntryFor("openclaw", all) } } });
        expect(read("crush")).toEqual({ mcp: { punchcard: { type: "stdio", ...serverEntryFor("crush", all) } } });
        if (all.platform !== "linux") return;
        const { command } = serverEntryFor("vscode", all);
        expect(read("flatpak").servers.punchcard.args).toEqual(["--host", command, "--client=vscode"]);
        expect(read("flatpak-zed").context_servers.punchcard.args).toEqual(["--host", command, "--client=zed"]);
        expect(read("wsl").mcpServers.punchcard.args.slice(-3)).toEqual(["--exec", command, "--client=other"]);
      }),
      { numRuns: 500 },
    );
  });

  it("as TOML", () => {
    fc.assert(
      fc.property(parts, (all) => {
        const read = readToml(textOf(all, "toml"));
        expect(JSON.parse(JSON.stringify(read))).toEqual({ mcp_servers: { punchcard: serverEntryFor("codex", all) } });
      }),
      { numRuns: 500 },
    );
  });

  it("as YAML", () => {
    fc.assert(
      fc.property(parts, (all) => {
        const { command, args, env = {} } = serverEntryFor("goose", all);
        expect(readYaml(textOf(all, "goose"))).toMatchObject({
          extensions: { punchcard: { type: "stdio", cmd: command, args, envs: env, enabled: true } },
        });
        expect(readYaml(textOf(all, "continue"))).toEqual({
          mcpServers: [{ name: "punchcard", type: "stdio", ...serverEntryFor("continue", all) }],
        });
      }),
      { numRuns: 500 },
    );
  });

  it("from WSL: the path of the program below its drive, the script as Windows knows it", () => {
    fc.assert(
      fc.property(windows, (all) => {
        const { command, args, env } = JSON.parse(textOf(all, "wsl")).mcpServers.punchcard;
        expect(command.replace(/^\/mnt\/c\//, "C:\\").replaceAll("/", "\\")).toBe(all.launch.electron);
        expect(args).toEqual([all.launch.script, "--client=other"]);
        expect(env).toEqual({ ELECTRON_RUN_AS_NODE: "1", WSLENV: "ELECTRON_RUN_AS_NODE/w" });
      }),
      { numRuns: 300 },
    );
  });

  describe("on a command line", () => {
    let folder = "";
    beforeAll(() => {
      folder = fs.mkdtempSync(join(tmpdir(), "punchcard-snippets-"));
      for (const name of ["claude", "gemini", "copilot"])
        fs.writeFileSync(join(folder, name), "#!/bin/sh\nprintf '%s\\0' \"$@\"; printf '\\1'\n", { mode: 0o755 });
    });
    afterAll(() => fs.rmSync(folder, { recursive: true }));

    it("of a shell", () => {
      fc.assert(
        fc.property(posix, (all) => {
          const run = spawnSync("/bin/sh", ["-c", textOf(all, "command-line")], {
            env: { PATH: folder },
            encoding: "utf8",
          });
          const [claude, gemini, copilot] = run.stdout.split("\u0001").map((line) => line.split("\0").slice(0, -1));
          const { command } = serverEntryFor("", all);
          expect(JSON.parse(claude?.at(-1) ?? "")).toEqual(serverEntryFor("claude-code", all));
          expect(gemini?.slice(-3)).toEqual([command, "--", "--client=gemini"]);
          expect(copilot?.slice(-2)).toEqual([command, "--client=copilot"]);
          expect([run.stderr, run.status]).toEqual(["", 0]);
        }),
        { numRuns: 60 },
      );
    });

    it("of PowerShell, by its rules for words in single quotes", () => {
      fc.assert(
        fc.property(windows, (all) => {
          const [claude = "", gemini = "", copilot = ""] = textOf(all, "command-line").split("\n").map(powershellWords);
          const { command, args, env = {} } = serverEntryFor("claude-code", all);
          const variable = Object.entries(env).map(([key, value]) => `${key}=${value}`);
          expect(claude.slice(4)).toEqual(
            ["-s", "user", "punchcard", "-e", ...variable, "--", command, ...args].slice(1),
          );
          expect(gemini.slice(-4)).toEqual([command, args[0], "--", "--client=gemini"]);
          expect(copilot.slice(-3)).toEqual([command, args[0], "--client=copilot"]);
        }),
        { numRuns: 300 },
      );
    });
  });
});

/** Words as PowerShell reads them: any of its five single quotes begins and ends one, and twice in it stands for one. */
function powershellWords(line: string): string[] {
  const words: string[] = [];
  for (const [all, quoted] of line.matchAll(/['‘’‚‛]((?:[^'‘’‚‛]|(['‘’‚‛])['‘’‚‛])*)['‘’‚‛](?=\s|$)|\S+/gu))
    words.push(quoted === undefined ? all : quoted.replaceAll(/(['‘’‚‛])['‘’‚‛]/gu, "$1"));
  return words;
}
