import { describe, expect, it } from "vitest";
import { clientsOn, files, launcher, machine } from "../machine";
import { MemoryFiles } from "../memory-files";

const ours = `[mcp_servers.punchcard]\ncommand = "${launcher}"\nargs = ["--client=codex"]\n`;

describe("Codex", () => {
  it("is given one table at the end", async () => {
    const { clients, text } = machine({ codex: 'model = "x"' });
    expect(await clients.register("codex")).toMatchObject({ state: "registered", needsRestart: true });
    expect(text("codex")).toBe(`model = "x"\n\n${ours}`);
  });

  it("on Windows, with backslashes that stay backslashes", async () => {
    const home = "C:\\Users\\Zoë M";
    const launch = { electron: `${home}\\Punchcard.exe`, script: `${home}\\resources\\server.js` };
    const fs = new MemoryFiles([`${home}\\.codex`]);
    const more = {
      platform: "win32" as const,
      home,
      launch,
      backups: `${home}\\b`,
      punchcardHome: `${home}\\.punchcard`,
    };
    const clients = clientsOn(fs, more);
    await clients.register("codex");
    const path = `${home}\\.codex\\config.toml`;
    const [exe, script] = [launch.electron, launch.script].map((one) => JSON.stringify(one));
    expect(fs.text(path)).toBe(
      `[mcp_servers.punchcard]\ncommand = ${exe}\nargs = [${script}, "--client=codex"]\n\n[mcp_servers.punchcard.env]\nELECTRON_RUN_AS_NODE = "1"\n`,
    );
    const moved = clientsOn(fs, { ...more, launch: { ...launch, script: "D:\\s.js" } });
    expect(await moved.register("codex")).toMatchObject({ state: "registered" });
    expect(fs.text(path)).toContain('args = ["D:\\\\s.js", "--client=codex"]');
    await moved.unregister("codex");
    expect(fs.text(path)).toBeNull();
  });

  it("keeps what the person or Codex set in our tables, and in what order", async () => {
    const before = `[mcp_servers.punchcard.tools.clock_in]
approval_mode = "approve"

[tui]
x = 1

# mine
[mcp_servers.punchcard] # time
enabled = false
startup_timeout_sec = 20
args = [ "--client=codex", # who
  "--profile=look" ]
command = '/old/bin/punchcard-mcp'   # moved

[mcp_servers.punchcard.env]
TZ = "Europe/Berlin"

[z]
`;
    const { clients, text } = machine({ codex: before });
    expect(await clients.register("codex")).toMatchObject({ state: "disabled_by_user" });
    expect(text("codex")).toBe(before.replace("'/old/bin/punchcard-mcp'", `"${launcher}"`));
    await clients.unregister("codex");
    expect(text("codex")).toBe("\n[tui]\nx = 1\n\n# mine\n\n[z]\n");
  });

  it.each([
    ["", 'command = "/old/punchcard-mcp"\n'],
    ["args", 'command = "/old/punchcard-mcp"'],
    ["command", 'args = ["--client=codex"]\n[other]\n'],
    ["command and args", "enabled = true\n"],
  ])("gets back what is missing: %s", async (_, body) => {
    const text = `[mcp_servers.punchcard]\n${body}`;
    const args = body.includes("args") || body.includes("punchcard-mcp");
    const { clients, text: now } = machine({ codex: args ? text : `${text}args = ["--client=codex", "-v"]` });
    expect(await clients.register("codex")).toMatchObject({ state: "registered" });
    expect(now("codex")).toContain(launcher);
  });

  it.each([
    [
      "[mcp_servers.punchcard.env]\nTZ = 'UTC'\n",
      "[mcp_servers.punchcard.env]\nELECTRON_RUN_AS_NODE = \"1\"\nTZ = 'UTC'\n",
    ],
    ["env = { TZ = 'UTC' }\n", "env = { ELECTRON_RUN_AS_NODE = \"1\", TZ = 'UTC' }\n"],
    ["env = {}\n", 'env = { ELECTRON_RUN_AS_NODE = "1"}\n'],
    ["env = {\n  TZ = 'UTC', # mine\n}\n", "env = { ELECTRON_RUN_AS_NODE = \"1\",\n  TZ = 'UTC', # mine\n}\n"],
    ["env = { # none\n}\n", 'env = { ELECTRON_RUN_AS_NODE = "1" # none\n}\n'],
    ["env.TZ = 'UTC'\n", "env.TZ = 'UTC'\n"],
    ["env.ELECTRON_RUN_AS_NODE = '0'\n", 'env.ELECTRON_RUN_AS_NODE = "1"\n'],
  ])("has its variable added to others: %s", async (env, wanted) => {
    const text = `[mcp_servers.punchcard]\nargs = ["s.js", "--client=codex"]\ncommand = "p.exe"\n${env}`;
    const path = "C:\\h\\.codex\\config.toml";
    const fs = new MemoryFiles([], { [path]: text });
    const launch = { electron: "p.exe", script: "s.js" };
    const clients = clientsOn(fs, {
      platform: "win32",
      home: "C:\\h",
      launch,
      backups: "C:\\h\\b",
      punchcardHome: "C:\\h\\p",
    });
    expect(await clients.register("codex")).toMatchObject({ state: "registered" });
    expect(fs.text(path)).toContain(wanted);
    expect(fs.text(path)).toMatch(/ELECTRON_RUN_AS_NODE = "1"/);
  });

  it("masks what nobody should see in the preview", async () => {
    const before = `[mcp_servers.a]
command = "npx"
args = ["--token", "after-flag-secret", "API_KEY=assigned-secret", """
multi"""]
env = { KEY = "inline-secret" }
http_headers = { X = "header-secret" }
url = "https://a.example/mcp?api_key=url-secret"
# OLD_TOKEN = "commented-secret"
# was = "other-secret"
[mcp_servers.a.env]
N = """
deep-secret
more-secret
"""
`.replace('env = { KEY = "inline-secret" }\n', "");
    // Wherever ours stands, the lines around it are others' and may hold anything.
    const lines = before.split("\n");
    let seen = "";
    for (const at of [0, 8, lines.length - 1]) {
      const own = '[mcp_servers.punchcard]\ncommand = "/old/punchcard-mcp"';
      const text = at === 0 ? `${own}\n${before}` : `${before}${own}\n`;
      const shown = (await machine({ codex: text }).clients.plan("codex")).diff.map((line) => line.text).join("\n");
      expect(shown).toContain("/old/punchcard-mcp");
      expect(shown).not.toMatch(/[a-z]-secret/);
      seen += shown;
    }
    expect(seen).toContain("npx");
    expect(seen).toContain("•••");
  });
});

describe("a Codex file that is left alone", () => {
  it.each(["[", "[]", "{b="])("is one that is nested beyond measure (%s)", async (open) => {
    const close = open === "[]" ? "]" : open === "{b=" ? "}" : "";
    const before = `a = ${open.replace("]", "").repeat(20_000)}${close && `1${close.repeat(20_000)}`}`;
    const { clients, text } = machine({ codex: before });
    await expect(clients.register("codex")).rejects.toMatchObject({ code: "client_malformed" });
    expect(text("codex")).toBe(before);
  });

  it.each([
    ["client_wrong_type", 'mcp_servers = { a = { command = "a" } }\n', /"mcp_servers" is written as one value/],
    ["client_wrong_type", "mcp_servers = []\n", /one value/],
    ["client_wrong_type", "[[mcp_servers]]\ncommand = 'a'\n", /one value/],
    [
      "client_wrong_type",
      'mcp_servers.punchcard = { command = "punchcard-mcp" }\n',
      /not written as a table of its own/,
    ],
    ["client_wrong_type", '[mcp_servers]\npunchcard.command = "punchcard-mcp"\n', /not written as a table/],
    ["client_wrong_type", "[mcp_servers.punchcard.env]\nX = '1'\n", /not written as a table/],
    ["client_wrong_type", "[[mcp_servers.punchcard]]\ncommand = 'a'\n", /not written as a table/],
    [
      "client_duplicate",
      '[mcp_servers.punchcard]\ncommand = "a"\n[mcp_servers.punchcard]\n',
      /"punchcard" is there twice, the second time at line 3, column 14/,
    ],
    ["client_duplicate", "a = 1\nb = 2\na = 3\n", /"a" is there twice, the second time at line 3, column 1/],
    ["client_duplicate", "[a]\nb = 1\n[a.b]\n", /"b" is there twice/],
    ["client_duplicate", "a = { b = 1, 'b' = 2 }", /"b" is there twice/],
    ["client_duplicate", "[a]\n[[a]]\n", /"a" is there twice/],
    ["client_duplicate", "a = [1]\n[[a]]\n", /"a" is there twice/],
    ["client_duplicate", "__proto__ = 1\n__proto__ = 2\n", /"__proto__" is there twice/],
    ["client_malformed", "model = gpt\n", /not valid TOML: unexpected character at line 1, column 9/],
    ["client_malformed", 'x = """\n[mcp_servers.punchcard]\n', /unterminated string constant/],
    ["client_malformed", "a = 1\rb = 2", /must be a newline/],
    ["client_malformed", "# \u0000x\n", /UTF-16/],
    ["client_malformed", "<<<<<<< HEAD\n", /unexpected character/],
    ["client_malformed", `a = ${"[".repeat(300)}${"]".repeat(300)}`, /nested too deeply/],
    ["client_malformed", `a = ${"{b=".repeat(200)}1${"}".repeat(200)}`, /nested too deeply/],
    ["client_foreign", '[mcp_servers.punchcard]\ncommand = "npx"\n', /Another server is called "punchcard"/],
  ] as const)("%s: %s", async (code, before, message) => {
    const { fs, clients, text } = machine({ codex: before });
    const wanted = before.includes("\u0000") ? "client_encoding" : code;
    await expect(clients.register("codex")).rejects.toMatchObject({
      code: wanted,
      message: expect.stringMatching(message),
    });
    expect(text("codex")).toBe(before);
    expect([...fs.files.keys()].filter((name) => /\.(bak|tmp)$/.test(name))).toEqual([]);
    const view = (await clients.list()).find(({ id }) => id === "codex");
    expect(view).toMatchObject({ file: files.codex, canRegister: false });
  });

  it("is removed with what follows in a rewritten file", async () => {
    const { fs, clients, text } = machine({ codex: "a = 1" });
    await clients.register("codex");
    // Codex wrote the file anew: our table first, another server right behind it, without blank lines.
    fs.put(files.codex, `a = 1\n${ours}[mcp_servers.b]\ncommand = "b"\n`);
    await clients.unregister("codex");
    expect(text("codex")).toBe('a = 1\n[mcp_servers.b]\ncommand = "b"\n');
  });

  it("keeps its lines apart when something was added behind what we wrote", async () => {
    const { fs, clients, text } = machine({ codex: "a = 1" });
    await clients.register("codex");
    fs.put(files.codex, `${text("codex")}[b]\nc = 2\n`);
    await clients.unregister("codex");
    expect(text("codex")).toBe("a = 1\n\n[b]\nc = 2\n");
  });
});
