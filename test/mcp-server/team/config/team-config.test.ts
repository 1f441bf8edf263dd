import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UsageError } from "#core/domain/headless-account";
import { limits } from "#team/config/limits";
import { optionNames, options, rowOf, teamUsage } from "#team/config/options";
import { readOptions } from "#team/config/read-options";
import { storeConfig, teamConfig } from "#team/config/team-config";

const folder = mkdtempSync(join(tmpdir(), "pc-config-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const url = ["--public-url", "https://time.example.org"];
const parse = (argv: string[], env: NodeJS.ProcessEnv = {}) => teamConfig(readOptions(argv, env).values, "/cwd");
const oidc = [...url, "--oidc-issuer", "https://login.example.org", "--oidc-client-id", "punchcard"];

test("needs only a public address, and is careful about the rest", () => {
  const { trustedProxies, ...config } = parse(url);
  expect(config).toMatchObject({
    host: "127.0.0.1",
    port: 8000,
    operationHost: "127.0.0.1",
    operationPort: 8001,
    rateLimit: 300,
    stopDelay: 0,
    services: ["kimai", "clockodo", "calamari"],
    serviceAddresses: [],
    oidc: undefined,
    logLevel: "info",
    databaseUrl: undefined,
  });
  expect(config.publicUrl.origin).toBe("https://time.example.org");
  expect(config.keyFile).toBe(join(config.dataFolder, "team.key"));
  expect(config.dataFolder).toMatch(/\.punchcard-team$/);
  expect(trustedProxies.check("127.0.0.1")).toBe(false);
});

test("takes each option from the command line and from the environment, the command line first", () => {
  const env = {
    PUNCHCARD_PUBLIC_URL: "https://env.example.org/",
    PUNCHCARD_PORT: "9000",
    PUNCHCARD_DATA: "data",
    PUNCHCARD_KEY_FILE: "/run/secrets/key",
    PUNCHCARD_TRUSTED_PROXIES: "10.0.0.0/8, 2001:db8::/32,192.168.1.1",
    PUNCHCARD_RATE_LIMIT_RPM: "0",
    PUNCHCARD_STOP_DELAY: "15",
    PUNCHCARD_SERVICES: "clockodo",
    PUNCHCARD_SERVICE_ADDRESSES: "Time.Example.org",
    PUNCHCARD_SCIM_TOKEN: "s".repeat(32),
    DATABASE_URL: "postgres://u:canary@db/punchcard",
    PUNCHCARD_LOG_LEVEL: " warn ",
  };
  const config = parse([], env);
  expect(config).toMatchObject({
    port: 9000,
    dataFolder: "/cwd/data",
    keyFile: "/run/secrets/key",
    rateLimit: 0,
    stopDelay: 15,
    services: ["clockodo"],
    serviceAddresses: ["time.example.org"],
    scimToken: "s".repeat(32),
    databaseUrl: "postgres://u:canary@db/punchcard",
    logLevel: "warn",
  });
  expect(["10.1.2.3", "192.168.1.1", "192.168.1.2", "11.0.0.1"].map((ip) => config.trustedProxies.check(ip))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(config.trustedProxies.check("2001:db8::7", "ipv6")).toBe(true);
  expect(parse([...url, "--port=1", "--trusted-proxy", "10.0.0.1", "--trusted-proxy", "10.0.0.2"], env)).toMatchObject({
    port: 1,
  });
  expect(parse(url, env).publicUrl.host).toBe("time.example.org");
});

test("reads company sign-in", () => {
  const more = [
    "--oidc-domain",
    "@Example.org,Bücher.example",
    "--oidc-group",
    "a",
    "--oidc-group",
    "b",
    "--oidc-trust-email",
  ];
  expect(parse([...oidc, ...more], { PUNCHCARD_OIDC_CLIENT_SECRET: "canary" }).oidc).toEqual({
    issuer: new URL("https://login.example.org"),
    clientId: "punchcard",
    clientSecret: "canary",
    scopes: "openid email profile",
    domains: ["example.org", "xn--bcher-kva.example"],
    groups: ["a", "b"],
    groupsClaim: "groups",
    adminGroup: undefined,
    trustEmail: true,
  });
  expect(parse(oidc).oidc).toMatchObject({ trustEmail: false, domains: [], groups: [] });
  expect(parse(oidc).clientDocuments).toBe(true);
  expect(parse([...oidc, "--no-client-documents"]).clientDocuments).toBe(false);
  expect(parse(oidc, { PUNCHCARD_NO_CLIENT_DOCUMENTS: "0" }).clientDocuments).toBe(true);
  expect(parse(oidc, { PUNCHCARD_OIDC_TRUST_EMAIL: "1" }).oidc?.trustEmail).toBe(true);
});

test("changes limits by name, keeps the others, and takes 0 as no limit", () => {
  const { limits: changed } = parse([...url, "--limit", "password=10/60", "--limit", "register=0/60"]);
  expect(changed).toEqual({
    ...limits,
    password: { points: 10, duration: 60 },
    register: { points: Number.MAX_SAFE_INTEGER, duration: 60 },
  });
  expect(parse(url, { PUNCHCARD_LIMITS: "scim=5/60,begin=7/1" }).limits).toMatchObject({
    scim: { points: 5, duration: 60 },
    begin: { points: 7, duration: 1 },
  });
});

test("reads a secret from a file, without the line break at its end", () => {
  const file = join(folder, "secret");
  writeFileSync(file, `${"x".repeat(40)}\n`);
  expect(parse(url, { PUNCHCARD_SCIM_TOKEN_FILE: file }).scimToken).toBe("x".repeat(40));
});

test.each([
  ["no public URL", [], {}, "--public-url (PUNCHCARD_PUBLIC_URL) is missing"],
  ["http", ["--public-url", "http://time.example.org"], {}, "must begin with https://"],
  [
    "http on a host that begins like this machine",
    ["--public-url", "http://localhost.evil.org"],
    {},
    "must begin with https://",
  ],
  ["another scheme", ["--public-url", "ftp://time.example.org"], {}, "is not an address"],
  ["no URL", ["--public-url", "time.example.org"], {}, "is not an address"],
  ["a path", ["--public-url", "https://example.org/time"], {}, "without a path"],
  ["a password", ["--public-url", "https://a:canary@example.org"], {}, "without a path"],
  ["a word as port", [...url, "--port", "canary"], {}, "--port (PUNCHCARD_PORT) is a number"],
  ["too high a port", [...url, "--operation-port", "65536"], {}, "--operation-port (PUNCHCARD_OPERATION_PORT)"],
  ["a negative limit", url, { PUNCHCARD_RATE_LIMIT_RPM: "-1" }, "--rate-limit-rpm"],
  ["an unknown limit", [...url, "--limit", "canary=1/60"], {}, "--limit (PUNCHCARD_LIMITS) takes NAME=COUNT/SECONDS"],
  ["a limit of an inherited name", [...url, "--limit", "constructor=1/60"], {}, "--limit (PUNCHCARD_LIMITS)"],
  ["a limit without seconds", url, { PUNCHCARD_LIMITS: "password=10" }, "--limit (PUNCHCARD_LIMITS)"],
  ["a limit in no time", url, { PUNCHCARD_LIMITS: "password=10/0" }, "--limit (PUNCHCARD_LIMITS)"],
  ["too high a limit", url, { PUNCHCARD_LIMITS: "password=1000001/60" }, "--limit (PUNCHCARD_LIMITS)"],
  ["a delay of an hour", url, { PUNCHCARD_STOP_DELAY: "3600" }, "--stop-delay"],
  ["another database", url, { DATABASE_URL: "mysql://canary@db/x" }, "DATABASE_URL begins with postgres://"],
  ["every proxy", [...url, "--trusted-proxy", "0.0.0.0/0"], {}, "cannot be the whole internet"],
  ["every proxy by another word", [...url, "--trusted-proxy", "*"], {}, "takes addresses or networks"],
  ["a network that is none", [...url, "--trusted-proxy", "10.0.0.0/33"], {}, "takes addresses or networks"],
  ["a network with a word", [...url, "--trusted-proxy", "10.0.0.0/eight"], {}, "takes addresses or networks"],
  ["an unknown service", [...url, "--services", "toggl"], {}, "knows kimai, clockodo, calamari."],
  ["the sheet of one computer", [...url, "--services", "local"], {}, "knows kimai, clockodo, calamari."],
  ["an address as host of a service", [...url, "--service-address", "https://canary"], {}, "takes hosts"],
  ["a short SCIM token", url, { PUNCHCARD_SCIM_TOKEN: "canary" }, "PUNCHCARD_SCIM_TOKEN has at least 32 characters"],
  ["a log level", [...url, "--log-level", "loud"], {}, "is one of debug, info, warn, error"],
  ["an issuer without https", [...oidc, "--oidc-issuer", "http://login.example.org"], {}, "--oidc-issuer"],
  ["no client id", [...url, "--oidc-issuer", "https://login.example.org"], {}, "--oidc-client-id"],
  ["a group without an issuer", [...url, "--oidc-group", "x"], {}, "needs --oidc-issuer"],
  ["scopes without openid", [...oidc, "--oidc-scopes", "email"], {}, "must include openid"],
  ["half a switch", oidc, { PUNCHCARD_OIDC_TRUST_EMAIL: "maybe" }, "is true or false"],
  ["a domain that is none", [...oidc, "--oidc-domain", "exa mple"], {}, "takes domains"],
  ["a secret twice", url, { DATABASE_URL: "postgres://canary", DATABASE_URL_FILE: "/x" }, "are both set"],
  [
    "a secret's file that is away",
    url,
    { DATABASE_URL_FILE: "/none/canary" },
    "DATABASE_URL_FILE names cannot be read (ENOENT)",
  ],
  ["a folder as a secret", url, { DATABASE_URL_FILE: folder }, "not a small file"],
  ["an unknown option", [...url, "--canary-option=canary"], {}, "is not an option here"],
  ["an option without its value", ["--public-url"], {}, "--public-url"],
] as [string, string[], NodeJS.ProcessEnv, string][])("refuses %s and names the option", (_, argv, env, said) => {
  let message = "";
  try {
    parse(argv, env);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    ({ message } = error as Error);
  }
  expect(message).toContain(said);
  expect(message.replace("--canary-option", "")).not.toContain("canary");
});

test.each(["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"])(
  "takes %s for a trial",
  (address) => {
    expect(parse(["--public-url", address]).publicUrl.origin).toBe(address);
  },
);

test("answers options of kimai-mcp by name with what replaces them", () => {
  const answers = {
    "--users-config": "connect their own accounts",
    "--oauth-state-file": "a restart signs nobody out",
    "--disable-legacy-slugs": "no addresses that work like a password",
    "--auth-backend=oidc": "--oidc-issuer",
    "--auto-provision": "use --make-tokens-at URL with PUNCHCARD_MAKE_TOKENS_KEY",
    "--provision-kimai-url": "use --make-tokens-at",
    "--provision-admin-token": "PUNCHCARD_MAKE_TOKENS_KEY_FILE",
    "--provision-match=fuzzy": "only the exact e-mail address",
    "--oidc-client-secret": "PUNCHCARD_OIDC_CLIENT_SECRET_FILE",
    "--database-url": "DATABASE_URL_FILE",
  };
  for (const [flag, answer] of Object.entries(answers))
    expect(() => readOptions([...url, flag, "canary"], {})).toThrow(answer);
  const { notes } = readOptions(url, { USERS_CONFIG_FILE: "canary", RATE_LIMIT_RPM: "10", KIMAI_MCP_PUBLIC_URL: "" });
  expect(notes).toEqual([
    "USERS_CONFIG_FILE is an option of kimai-mcp and is not used: people connect their own accounts on their page. To take those of a users.json over once: punchcard-mcp import FILE.",
    "RATE_LIMIT_RPM is an option of kimai-mcp and is not used: use PUNCHCARD_RATE_LIMIT_RPM.",
  ]);
});

test("takes an address where tokens are made only with all that keeps it safe", () => {
  const at = "https://kimai.example.org/api/";
  const company = ["--oidc-issuer", "https://id.example.org", "--oidc-client-id", "c"];
  const env = { PUNCHCARD_MAKE_TOKENS_KEY: "canary-key" };
  const making = (argv: string[], given: NodeJS.ProcessEnv = env) =>
    teamConfig(readOptions([...url, ...argv], given).values, "/").tokenMaking;
  expect(making([...company, "--make-tokens-at", at])).toEqual({
    ...{ service: "kimai", url: "https://kimai.example.org", adminToken: "canary-key" },
  });
  expect(making(company, {})).toBeUndefined();
  const wrong: [argv: string[], why: string, env?: NodeJS.ProcessEnv][] = [
    [company, "PUNCHCARD_MAKE_TOKENS_KEY needs --make-tokens-at"],
    [[...company, "--make-tokens-at", at], "needs PUNCHCARD_MAKE_TOKENS_KEY", {}],
    [["--make-tokens-at", at], "needs --oidc-issuer"],
    [[...company, "--make-tokens-at", at, "--services", "clockodo"], "among --services"],
    [[...company, "--make-tokens-at", "kimai"], "is not an address"],
    [[...company, "--make-tokens-at", "http://kimai.example.org"], "must begin with https://"],
    [[...company, "--make-tokens-at", at, "--service-address", "other.example.org"], "does not allow"],
    [[...company, "--make-tokens-at", at], "has no blanks", { PUNCHCARD_MAKE_TOKENS_KEY: "canary key" }],
  ];
  for (const [argv, why, given] of wrong) {
    expect(() => making(argv, given)).toThrow(why);
    expect(() => making(argv, given)).not.toThrow("canary");
  }
});

test("gives commands beside the server the store alone, and their own options", () => {
  const { values, positionals, more } = readOptions(
    ["a@example.org", "--group", "x", "--data", "/d"],
    {},
    { group: { type: "string" } },
  );
  expect(positionals).toEqual(["a@example.org"]);
  expect(more).toEqual({ group: "x" });
  expect(storeConfig(values, "/cwd")).toEqual({ dataFolder: "/d", databaseUrl: undefined, keyFile: "/d/team.key" });
});

test("lists every option with its variable, and offers no secret on the command line", () => {
  const usage = teamUsage();
  for (const name of optionNames) {
    const { flag, variable, secret } = rowOf(name);
    expect(usage).toMatch(new RegExp(`\\b${variable}(\\]| )`));
    expect(flag === undefined).toBe(secret === true);
  }
  expect(new Set(Object.values(options).map(({ variable }) => variable)).size).toBe(optionNames.length);
  expect(usage.split("\n").filter((line) => line.length > 118)).toEqual([]);
});
