import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parseCommandLine, UsageError } from "#cli/command-line";
import { headlessAccounts } from "#core/access/account";

function folder(dotEnv?: string): string {
  const path = mkdtempSync(join(tmpdir(), "punchcard-cli-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  if (dotEnv !== undefined) writeFileSync(join(path, ".env"), dotEnv);
  return path;
}

test("flags win over the environment, and that over .env", () => {
  const cwd = folder("export KIMAI_URL='https://file.example.org'\nKIMAI_API_TOKEN=file # note\nOTHER=x\n");
  const dotEnv = join(cwd, ".env");
  expect(parseCommandLine([], {}, cwd).headless).toEqual([
    { service: "kimai", url: "https://file.example.org", secret: "file", tlsVerify: true, dotEnv },
  ]);
  const env = { KIMAI_URL: "https://env.example.org", KIMAI_API_TOKEN: "env" };
  expect(parseCommandLine([], env, cwd).headless).toEqual([
    { service: "kimai", url: "https://env.example.org", secret: "env", tlsVerify: true },
  ]);
  const flags = ["--kimai-url", "https://flag.example.org", "--kimai-token", "flag", "--ssl-verify", "false"];
  expect(parseCommandLine(flags, { KIMAI_API_TOKEN: "env" }, cwd).headless).toEqual([
    { service: "kimai", url: "https://flag.example.org", secret: "flag", tlsVerify: false },
  ]);
});

describe("a .env of somebody else's folder", () => {
  const evil = "KIMAI_URL=https://kimai.evil.example\n";

  test.each([
    ["KIMAI_API_TOKEN in the environment", [], { KIMAI_API_TOKEN: "mine" }],
    ["KIMAI_API_TOKEN set to nothing", [], { KIMAI_API_TOKEN: "" }],
  ])("does not receive the token of %s by its KIMAI_URL, and the person is told", (_name, args, env) => {
    const { headless, notes } = parseCommandLine(args, env, folder(evil));
    expect(headless).toEqual([]);
    expect(notes).toEqual([expect.stringMatching(/^KIMAI_URL in .*\.env is not used/)]);
  });

  test("does not receive a token that an option gives", () => {
    expect(() => parseCommandLine(["--kimai-token", "mine"], {}, folder(evil))).toThrow("--kimai-url");
  });

  test.each(["false", "0", "no", "./ca.pem"])(
    "cannot switch TLS verification off (%s), beside whatever it holds",
    (value) => {
      const file = `KIMAI_SSL_VERIFY=${value}\n`;
      const verify = (text: string, args: string[], env: Record<string, string>) =>
        parseCommandLine(args, env, folder(text)).headless.map((one) => one.service === "kimai" && one.tlsVerify);
      const url = "https://kimai.example.org";
      expect(verify(file, ["--kimai-url", url, "--kimai-token", "mine"], {})).toEqual([true]);
      expect(verify(file, [], { KIMAI_URL: url, KIMAI_API_TOKEN: "mine" })).toEqual([true]);
      expect(verify(`${file}KIMAI_URL=${url}\nKIMAI_API_TOKEN=its own\n`, [], {})).toEqual([true]);
      const { notes } = parseCommandLine(["--kimai-url", url], {}, folder(file));
      expect(notes).toEqual([expect.stringMatching(/^KIMAI_SSL_VERIFY in .*\.env is not used/)]);
    },
  );

  test("is named to the person wherever an account is taken from it, instead of or beside their own", () => {
    const cwd = folder(`${evil}KIMAI_API_TOKEN=theirs\nCLOCKODO_API_USER=x@evil.example\nCLOCKODO_API_KEY=theirs\n`);
    const dotEnv = join(cwd, ".env");
    const instead = parseCommandLine([], {}, cwd);
    expect(instead.headless).toMatchObject([{ dotEnv }, { dotEnv }]);
    expect(instead.notes).toEqual([
      `${dotEnv} names kimai (kimai.evil.example) and clockodo (x@evil.example): this is used, and not the accounts of Punchcard's settings.`,
    ]);
    expect(instead.notes.join()).not.toContain("theirs");
    const mine = { KIMAI_URL: "https://kimai.example.org", KIMAI_API_TOKEN: "mine" };
    const beside = parseCommandLine([], mine, cwd);
    expect(beside.headless.map((one) => one.dotEnv)).toEqual([undefined, dotEnv]);
    expect(beside.notes).toEqual([expect.stringContaining("names clockodo (x@evil.example)")]);
    expect(parseCommandLine([], mine, folder()).notes).toEqual([]);
    expect(headlessAccounts(beside.headless, "track").dotEnvs.size).toBe(1);
  });

  test("is named where it gives only the credential to an address of the person", () => {
    const cwd = folder("KIMAI_API_TOKEN=theirs\nCALAMARI_API_KEY=theirs\n");
    const args = ["--kimai-url", "https://k.org", "--calamari-url", "fjordworks", "--calamari-person", "nora"];
    expect(parseCommandLine(args, {}, cwd).headless.map((one) => one.dotEnv)).toEqual([
      join(cwd, ".env"),
      join(cwd, ".env"),
    ]);
  });

  test("cannot write lines of its own to the terminal by the name of its folder", () => {
    const cwd = join(folder(), "a\u001b[2Jb\nok");
    mkdirSync(cwd);
    writeFileSync(join(cwd, ".env"), `${evil}KIMAI_API_TOKEN=theirs\n`);
    expect(parseCommandLine([], {}, cwd).notes.join()).not.toMatch(/\p{C}/u);
  });
});

test("KIMAI_SSL_VERIFY holds where no option is given, and a path in it keeps its case", () => {
  const cwd = folder();
  const authorities = join(cwd, "Company-CA.pem");
  const verify = (env: string, ...flags: string[]) =>
    parseCommandLine(["--kimai-url", "https://x.org", ...flags], { KIMAI_API_TOKEN: "t", KIMAI_SSL_VERIFY: env }, cwd)
      .headless[0];
  expect(verify("false")).toMatchObject({ tlsVerify: false });
  expect(verify(authorities)).toMatchObject({ tlsVerify: authorities });
  expect(verify("false", "--ssl-verify", "true")).toMatchObject({ tlsVerify: true });
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
  [["--clockodo-user", ""]],
  [["--clockodo-user", "mara"]],
  [["--clockodo-user", "mara lind@studio.example"]],
  [["--clockodo-user", "mära@studio.example"]],
  [["--clockodo-key", "secret"]],
  [["--clockodo-url", "https://clockodo.example.org"]],
  [["--clockodo-user", "mara@studio.example", "--clockodo-url", "http://clockodo.example.org"]],
  [["--clockodo-user", "mara@studio.example", "--clockodo-url", "http://127.0.0.1.example.org"]],
  [["--clockodo-user", "mara@studio.example", "--clockodo-url", "https://mara:secret@clockodo.example.org"]],
  [["--clockodo-user", "mara@studio.example", "--clockodo-url", "clockodo.example.org"]],
  [["--tray", "--clockodo-user", "mara@studio.example"]],
  [["import-kimai-mcp", "a.json", "--clockodo-key", "secret"]],
  [["import-kimai-mcp", "a.json", "--calamari-key", "secret"]],
  [["--calamari-url", "fjordworks"]],
  [["--calamari-key", "secret"]],
  [["--calamari-person", "nora@fjordworks.example"]],
  [["--calamari-url", "", "--calamari-person", "nora"]],
  [["--calamari-url", "http://fjordworks.calamari.io", "--calamari-person", "nora"]],
  [["--calamari-url", "https://nora:secret@fjordworks.calamari.io", "--calamari-person", "nora"]],
  [["--calamari-url", "https://fjordworks.calamari.io/main.do?key=secret", "--calamari-person", "nora"]],
  [["--calamari-url", "fjordwörks", "--calamari-person", "nora"]],
  [["--calamari-url", "fjord works", "--calamari-person", "nora"]],
  [["--calamari-url", "fjordworks", "--calamari-person", "nora lind"]],
  [["--calamari-url", "fjordworks", "--calamari-person", "nora", "--calamari-key", "secret\nline"]],
  [["--tray", "--calamari-url", "fjordworks", "--calamari-person", "nora"]],
])("%j is a mistake that is told", (args) => {
  expect(() => parseCommandLine(args, {}, folder())).toThrow(UsageError);
  expect(() => parseCommandLine(args, {}, folder())).not.toThrow("secret");
});

const mara = "mara@studio.example";
const clockodo = (more: object) => ({ service: "clockodo", url: undefined, user: mara, secret: undefined, ...more });
const anyFile = expect.stringMatching(/\.env$/);

test("a Clockodo is an e-mail address and a key, by options, environment or .env", () => {
  const cwd = folder(`CLOCKODO_API_USER=${mara}\nCLOCKODO_API_KEY="file"\n`);
  expect(parseCommandLine([], {}, cwd).headless).toEqual([clockodo({ secret: "file", dotEnv: anyFile })]);
  expect(parseCommandLine([], { CLOCKODO_API_KEY: "env" }, cwd).headless).toEqual([
    clockodo({ secret: "env", dotEnv: anyFile }),
  ]);
  const flags = ["--clockodo-user", " other@studio.example ", "--clockodo-key", "flag"];
  expect(parseCommandLine(flags, { CLOCKODO_API_KEY: "env" }, cwd).headless).toEqual([
    clockodo({ user: "other@studio.example", secret: "flag" }),
  ]);
  const env = { CLOCKODO_API_USER: "not an address" };
  expect(() => parseCommandLine([], env, folder())).toThrow("CLOCKODO_API_USER");
});

test("a Kimai and a Clockodo stand beside each other; what options name is all there is", () => {
  const cwd = folder();
  const env = { KIMAI_URL: "https://k.example.org", CLOCKODO_API_USER: mara, CLOCKODO_API_KEY: "key" };
  expect(parseCommandLine([], env, cwd).headless.map(({ service }) => service)).toEqual(["kimai", "clockodo"]);
  const both = ["--kimai-url", "https://other.example.org", "--clockodo-user", mara];
  expect(parseCommandLine(both, env, cwd).headless).toMatchObject([
    { service: "kimai", url: "https://other.example.org" },
    { service: "clockodo", secret: "key" },
  ]);
  for (const one of [
    ["--local", "a.db"],
    ["--kimai-url", "https://other.example.org"],
    ["--clockodo-user", mara],
  ])
    expect(parseCommandLine(one, env, cwd).headless, one[0]).toHaveLength(1);
});

test("a registered client takes a Clockodo only where its own options name one", () => {
  const cwd = folder(`CLOCKODO_API_USER=${mara}\nCLOCKODO_API_KEY=file\n`);
  expect(parseCommandLine(["--client=claude"], { CLOCKODO_API_USER: mara }, cwd).headless).toEqual([]);
  expect(parseCommandLine(["--client=claude", "--clockodo-user", mara], {}, cwd).headless).toEqual([
    clockodo({ secret: "file", dotEnv: anyFile }),
  ]);
});

test("a .env of some folder cannot send a key elsewhere that is not its own", () => {
  const evil = "https://clockodo.evil.example";
  const url = (dotEnv: string, env: Record<string, string>, args: string[] = []) => {
    const [account] = parseCommandLine(["--clockodo-user", mara, ...args], env, folder(dotEnv)).headless;
    return account?.service === "clockodo" ? account.url : null;
  };
  const file = `CLOCKODO_API_URL=${evil}/api/\n`;
  expect(url(file, { CLOCKODO_API_KEY: "mine" })).toBeUndefined();
  expect(url(file, {}, ["--clockodo-key", "mine"])).toBeUndefined();
  expect(url(`${file}CLOCKODO_API_KEY=its own`, {})).toBe(`${evil}/api`);
  expect(url("", { CLOCKODO_API_KEY: "mine", CLOCKODO_API_URL: "http://localhost:8080" })).toBe(
    "http://localhost:8080",
  );
});

test("headless accounts are told apart, keep their ids, and hold no credential", () => {
  const line = (user: string) =>
    parseCommandLine(
      ["--kimai-url", "https://k.org", "--clockodo-user", user, "--clockodo-key", "s3cret"],
      {},
      folder(),
    );
  const { accounts, secrets } = headlessAccounts(line(mara).headless, "track");
  expect(accounts.map(({ label, user }) => [label, user])).toEqual([
    ["Kimai · k.org", undefined],
    [`Clockodo · ${mara}`, mara],
  ]);
  expect([...secrets]).toEqual([[accounts[1]?.id, "s3cret"]]);
  expect(JSON.stringify(accounts)).not.toContain("s3cret");
  const again = headlessAccounts(line("Mara@Studio.example").headless, "track").accounts;
  const other = headlessAccounts(line("jonas@studio.example").headless, "track").accounts;
  expect(again[1]?.id).toBe(accounts[1]?.id);
  expect(other[1]?.id).not.toBe(accounts[1]?.id);
});

const nora = "nora.lind@fjordworks.example";
const calamari = (more: object) => ({
  service: "calamari",
  url: "https://fjordworks.calamari.io",
  user: nora,
  secret: undefined,
  ...more,
});

test("a Calamari is a company, a key and a person, by options, environment or .env", () => {
  const cwd = folder(`CALAMARI_URL=fjordworks\nCALAMARI_API_KEY='file'\nCALAMARI_PERSON=${nora}\n`);
  expect(parseCommandLine([], {}, cwd).headless).toEqual([calamari({ secret: "file", dotEnv: anyFile })]);
  const env = { CALAMARI_URL: "https://other.us.calamari.io/api/", CALAMARI_API_KEY: "env\n", CALAMARI_PERSON: "nora" };
  expect(parseCommandLine([], env, cwd).headless).toEqual([
    calamari({ url: "https://other.us.calamari.io", secret: "env", user: "nora" }),
  ]);
  const flags = ["--calamari-url", "third", "--calamari-key", "flag", "--calamari-person", "externalNumber:FW-07"];
  expect(parseCommandLine(flags, env, cwd).headless).toEqual([
    calamari({ url: "https://third.calamari.io", secret: "flag", user: "externalNumber:FW-07" }),
  ]);
  expect(() => parseCommandLine([], { CALAMARI_URL: "fjordworks" }, folder())).toThrow("CALAMARI_PERSON");
});

test("all three services stand beside each other", () => {
  const env = {
    KIMAI_URL: "https://k.example.org",
    CLOCKODO_API_USER: mara,
    CALAMARI_URL: "fjordworks",
    CALAMARI_PERSON: nora,
  };
  const services = (args: string[]) => parseCommandLine(args, env, folder()).headless.map(({ service }) => service);
  expect(services([])).toEqual(["kimai", "clockodo", "calamari"]);
  expect(services(["--calamari-url", "fjordworks"])).toEqual(["calamari"]);
  expect(services(["--clockodo-user", mara])).toEqual(["clockodo"]);
});

test("a registered client takes a Calamari only where its own options name one", () => {
  const cwd = folder(`CALAMARI_URL=fjordworks\nCALAMARI_API_KEY=file\nCALAMARI_PERSON=${nora}\n`);
  expect(parseCommandLine(["--client=claude"], { CALAMARI_URL: "fjordworks" }, cwd).headless).toEqual([]);
  expect(parseCommandLine(["--client=claude", "--calamari-url", "fjordworks"], {}, cwd).headless).toEqual([
    calamari({ secret: "file", dotEnv: anyFile }),
  ]);
});

test("a .env that does not hold the key itself decides neither where it is sent nor as whom", () => {
  const evil = folder("CALAMARI_URL=https://calamari.evil.example\nCALAMARI_PERSON=boss@fjordworks.example\n");
  const mine = { CALAMARI_API_KEY: "mine" };
  expect(parseCommandLine([], mine, evil).headless).toEqual([]);
  expect(() => parseCommandLine(["--calamari-key", "mine"], {}, evil)).toThrow("--calamari-url");
  expect(() => parseCommandLine(["--calamari-url", "fjordworks"], mine, evil)).toThrow("--calamari-person");
  const own = folder(
    `CALAMARI_URL=fjordworks\nCALAMARI_PERSON=${nora}\nCALAMARI_API_KEY=its own\n`.replace("its own", "its-own"),
  );
  expect(parseCommandLine([], {}, own).headless).toEqual([calamari({ secret: "its-own", dotEnv: anyFile })]);
  expect(parseCommandLine([], { ...mine, CALAMARI_URL: "fjordworks", CALAMARI_PERSON: nora }, own).headless).toEqual([
    calamari({ secret: "mine" }),
  ]);
});

test("headless Calamaris are told apart by company and person", () => {
  const line = (url: string, person: string) =>
    parseCommandLine(["--calamari-url", url, "--calamari-person", person, "--calamari-key", "s3cret"], {}, folder());
  const made = (url: string, person: string) => headlessAccounts(line(url, person).headless, "track");
  const { accounts, secrets } = made("fjordworks", nora);
  expect(accounts).toMatchObject([
    {
      service: "calamari",
      label: "Calamari · fjordworks.calamari.io",
      url: "https://fjordworks.calamari.io",
      user: nora,
    },
  ]);
  expect([...secrets]).toEqual([[accounts[0]?.id, "s3cret"]]);
  expect(JSON.stringify(accounts)).not.toContain("s3cret");
  expect(made("https://fjordworks.calamari.io/api", nora.toUpperCase()).accounts[0]?.id).toBe(accounts[0]?.id);
  expect(made("fjordworks", "ida").accounts[0]?.id).not.toBe(accounts[0]?.id);
  expect(made("seaworks", nora).accounts[0]?.id).not.toBe(accounts[0]?.id);
});

test("time-sheet takes a choice, a copy and an account, and nothing that is none of it", () => {
  const cwd = folder("KIMAI_URL=https://file.example.org\n");
  const read = (...args: string[]) => parseCommandLine(["time-sheet", ...args], {}, cwd);
  expect(read()).toMatchObject({ command: "time-sheet", sheet: { action: "show", json: false }, headless: [] });
  expect(read("restore", "2026-11-18T170000Z.db", "--account", "local-1").sheet).toEqual({
    action: "restore",
    copy: "2026-11-18T170000Z.db",
    account: "local-1",
    look: false,
    json: false,
  });
  expect(read("use", "mine.db", "--look").sheet).toMatchObject({
    action: "use",
    own: join(cwd, "mine.db"),
    look: true,
  });
  expect(read("new", "--local", "sheet.db").headless).toEqual([{ service: "local", file: join(cwd, "sheet.db") }]);
  for (const wrong of [["delete"], ["new", "x"], ["restore", "a", "b"], ["use"], ["recover"], ["new", "--look"]])
    expect(() => read(...wrong), wrong.join(" ")).toThrow(UsageError);
  expect(() => parseCommandLine(["doctor", "--account", "x"], {}, cwd)).toThrow("--account goes with time-sheet");
});

test.runIf(process.platform !== "win32")(
  "a .env that is a pipe, a folder or endless does not hold the start up",
  () => {
    const pipe = folder();
    execFileSync("/usr/bin/mkfifo", [join(pipe, ".env")]);
    const directory = folder();
    mkdirSync(join(directory, ".env"));
    const endless = folder();
    symlinkSync("/dev/zero", join(endless, ".env"));
    for (const cwd of [pipe, directory, endless]) expect(parseCommandLine([], {}, cwd).headless).toEqual([]);
  },
);

test("an unknown command is answered with all commands, also those of the team server", () => {
  const refused = () => parseCommandLine(["serv"], {}, folder());
  for (const name of [
    "stdio",
    "doctor",
    "time-sheet",
    "import-kimai-mcp",
    "serve",
    "invite",
    "remove",
    "import",
    "rotate-keys",
    "audit",
  ])
    expect(refused).toThrow(new RegExp(`Commands are: .*\\b${name}\\b`));
});
