import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseCommandLine, UsageError } from "../../mcp-server/command-line";

function folder(dotEnv?: string): string {
  const path = mkdtempSync(join(tmpdir(), "punchcard-cli-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  if (dotEnv !== undefined) writeFileSync(join(path, ".env"), dotEnv);
  return path;
}

test("flags win over the environment, and that over .env", () => {
  const cwd = folder("export KIMAI_URL='https://file.example.org'\nKIMAI_API_TOKEN=file # note\nOTHER=x\n");
  expect(parseCommandLine([], {}, cwd).headless).toEqual([
    { service: "kimai", url: "https://file.example.org", token: "file", tlsVerify: true },
  ]);
  expect(parseCommandLine([], { KIMAI_API_TOKEN: "env" }, cwd).headless).toMatchObject([{ token: "env" }]);
  const flags = ["--kimai-url", "https://flag.example.org", "--kimai-token", "flag", "--ssl-verify", "false"];
  expect(parseCommandLine(flags, { KIMAI_API_TOKEN: "env" }, cwd).headless).toEqual([
    { service: "kimai", url: "https://flag.example.org", token: "flag", tlsVerify: false },
  ]);
});

test("a registered client and the tray do not take an account from where they happen to run", () => {
  const cwd = folder("KIMAI_URL=https://evil.example.org\n");
  expect(parseCommandLine(["--client=claude"], {}, cwd).headless).toEqual([]);
  expect(parseCommandLine(["--tray"], {}, cwd).headless).toEqual([]);
});

test("a local sheet stands alone; an address without scheme is https; a certificate file is found from here", () => {
  const cwd = folder();
  expect(parseCommandLine(["--local", "a.db"], { KIMAI_URL: "https://x.org" }, cwd).headless).toEqual([
    { service: "local", file: join(cwd, "a.db") },
  ]);
  expect(parseCommandLine(["--kimai-url", "time.example.org"], {}, cwd).headless).toMatchObject([
    { url: "https://time.example.org" },
  ]);
});

test("an import takes its accounts from the file and from nowhere else", () => {
  const cwd = folder("KIMAI_URL=https://env.example.org\n");
  const line = parseCommandLine(
    ["import-kimai-mcp", "config.json", "--only", "kimai"],
    { KIMAI_URL: "https://x.org" },
    cwd,
  );
  expect(line).toMatchObject({
    command: "import-kimai-mcp",
    file: join(cwd, "config.json"),
    only: "kimai",
    headless: [],
  });
});

test.each([
  [["import-kimai-mcp"]],
  [["import-kimai-mcp", "a.json", "b.json"]],
  [["import-kimai-mcp", "a.json", "--kimai-url", "https://x.org"]],
  [["--only", "kimai"]],
  [["--kimai-url", "https://user:secret@x.org"]],
  [["--tray", "--local", "x"]],
  [["--profile", "look"]],
  [["--client", "a b"]],
  [["--local", ""]],
  [["stdio", "doctor"]],
])("%j is a mistake that is told", (args) => {
  expect(() => parseCommandLine(args, {}, folder())).toThrow(UsageError);
});
