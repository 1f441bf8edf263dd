import { describe, expect, test } from "vitest";
import { findEntries, ImportProblem } from "#cli/import/client-entries";

const token = "canary-token-4711";
const find = (config: unknown, file = "/home/ada/config.json") =>
  findEntries(typeof config === "string" ? config : JSON.stringify(config, null, 2), file);
const server = (entry: object) => ({ mcpServers: { kimai: entry } });
const flags = ["--kimai-url", "https://kimai.example.org/", "--kimai-token", token];

describe("a server of a client's configuration", () => {
  test.each([
    ["its command", { command: "kimai-mcp", args: flags }],
    ["its command with a path", { command: "C:\\Users\\Ada\\Scripts\\kimai-mcp.exe", args: flags }],
    ["uvx", { command: "uvx", args: ["kimai-mcp", ...flags] }],
    ["uvx with a version", { command: "uvx", args: ["kimai-mcp@2.12.1", ...flags] }],
    [
      "uvx from git",
      { command: "uvx", args: ["--from", "git+https://github.com/glazperle/kimai_mcp", "kimai-mcp", ...flags] },
    ],
    ["python -m", { command: "python", args: ["-m", "kimai_mcp.server", ...flags] }],
    [
      "flags with =",
      { command: "kimai-mcp", args: [`--kimai-url=https://kimai.example.org`, `--kimai-token=${token}`] },
    ],
    [
      "the environment",
      { command: "kimai-mcp", env: { KIMAI_URL: "https://kimai.example.org/api", KIMAI_API_TOKEN: token } },
    ],
  ])("is found by %s", (_how, entry) => {
    expect(find(server(entry))).toEqual({
      found: [
        expect.objectContaining({
          pointer: "mcpServers.kimai",
          url: "https://kimai.example.org",
          token,
          tlsVerify: true,
        }),
      ],
      left: [],
    });
  });

  test("a flag wins over the environment only where it is given", () => {
    const env = { KIMAI_URL: "https://env.example.org", KIMAI_API_TOKEN: "env-token", KIMAI_SSL_VERIFY: "false" };
    const [both] = find(server({ command: "kimai-mcp", args: ["--kimai-url", "https://flag.example.org"], env })).found;
    expect(both).toMatchObject({ url: "https://flag.example.org", token: "env-token", tlsVerify: false });
    const [flag] = find(server({ command: "kimai-mcp", args: ["--ssl-verify", "true"], env })).found;
    expect(flag).toMatchObject({ tlsVerify: true });
  });

  test("a path to certificates keeps its case and is found from the file", () => {
    const verify = (value: string) =>
      find(server({ command: "kimai-mcp", args: flags, env: { KIMAI_SSL_VERIFY: value } })).found[0]?.tlsVerify;
    expect(verify("/etc/SSL/Company-CA.pem")).toBe("/etc/SSL/Company-CA.pem");
    expect(verify("CA.pem")).toBe("/home/ada/CA.pem");
    expect([verify("True"), verify("no"), verify("")]).toEqual([true, false, true]);
  });

  test("its lines are told, with comments and commas as editors write them", () => {
    const text = `{\n  // mine\n  "mcpServers": {\n    "other": { "command": "x" },\n    "kimai": {\n      "command": "kimai-mcp",\n      "args": ${JSON.stringify(flags)},\n    },\n  },\n}\n`;
    expect(find(`\uFEFF${text}`).found).toMatchObject([{ pointer: "mcpServers.kimai", lines: [5, 8] }]);
  });

  test("VS Code's and Claude Code's places are looked at, other servers are not", () => {
    const entry = { command: "kimai-mcp", args: flags };
    expect(
      find({ servers: { a: entry }, projects: { "/p": { mcpServers: { b: entry, c: { command: "npx" } } } } }).found,
    ).toMatchObject([{ pointer: "servers.a" }, { pointer: "projects./p.mcpServers.b" }]);
    expect(find(server({ command: "npx", args: ["-y", "kimai-mcp-like-thing"] }))).toEqual({ found: [], left: [] });
  });

  test.each([
    ["no address", { args: ["--kimai-token", token] }, /no address/],
    ["no token", { args: ["--kimai-url", "https://kimai.example.org"] }, /no token/],
    [
      "a token that VS Code asks for",
      { args: ["--kimai-url", "https://k.org", "--kimai-token", "${input:token}"] },
      /no token/,
    ],
    [
      "the example of the README",
      { args: ["--kimai-url", "https://your-kimai.example.com", "--kimai-token", token] },
      /no address/,
    ],
    [
      "a password in the address",
      { args: ["--kimai-url", "https://ada:secret@k.org", "--kimai-token", token] },
      /no password/,
    ],
    ["no scheme", { args: ["--kimai-url", "kimai.example.org", "--kimai-token", token] }, /https:/],
    ["a token of two lines", { args: ["--kimai-url", "https://k.org", "--kimai-token", "a\nb"] }, /characters/],
    ["the HTTP server", { command: "kimai-mcp-streamable", args: ["--users-config", "u.json"] }, /users\.json/],
  ])("with %s is left, and it is said why", (_what, entry, why) => {
    const { found, left } = find(server({ command: "kimai-mcp", ...entry }));
    expect(found).toEqual([]);
    expect(left).toEqual([{ pointer: "mcpServers.kimai", why: expect.stringMatching(why) }]);
    expect(JSON.stringify(left)).not.toMatch(/canary|secret/);
  });
});

test("a users.json gives one entry a person, and keys that begin with _ are comments", () => {
  const person = (host: string, verify?: unknown) => ({
    kimai_url: `https://${host}`,
    kimai_token: token,
    ssl_verify: verify,
  });
  const { found } = find({
    _comment: person("comment.example.org"),
    ada: person("a.example.org"),
    bob: person("b.example.org", false),
    cem: person("c.example.org", "/ca/C.pem"),
  });
  expect(found.map(({ pointer, url, tlsVerify }) => [pointer, url, tlsVerify])).toEqual([
    ["ada", "https://a.example.org", true],
    ["bob", "https://b.example.org", false],
    ["cem", "https://c.example.org", "/ca/C.pem"],
  ]);
});

test.each([`{"mcpServers": {"kimai": {"args": ["${token}"`, `${token}`, `["${token}"]`, "", "null"])(
  "what is no configuration is refused with the place of the mistake, and nothing of it is repeated: %s",
  (text) => {
    let message = "";
    try {
      find(text);
    } catch (error) {
      expect(error).toBeInstanceOf(ImportProblem);
      message = (error as Error).message;
    }
    expect(message).toMatch(/line 1|no users\.json/);
    expect(message).not.toContain("canary");
  },
);

test("a prototype's names are names like any other", () => {
  expect(find('{"__proto__": {"kimai_url": "https://k.org", "kimai_token": "t"}, "constructor": 1}').found).toEqual([]);
});
