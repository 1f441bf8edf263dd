import { describe, expect, it } from "vitest";
import { deepLink } from "#main/clients/snippets/deep-links";
import { clientLinkTarget } from "#main/windows/links";
import { clientsOn, files, launcher, machine } from "../machine";

const windows = {
  command: "C:\\Users\\Jörg Ü\\100%APPDATA%\\Punchcard.exe",
  args: ["C:\\x\\server.js", "--client=x"],
  env: { ELECTRON_RUN_AS_NODE: "1" },
};
const query = (link: string | null) => (link ?? "").slice((link ?? "").indexOf("?") + 1);
const config = (link: string | null) =>
  JSON.parse(Buffer.from(new URLSearchParams(query(link)).get("config") ?? "", "base64").toString("utf8"));

describe("addresses with which a client installs the entry itself", () => {
  const unix = { command: "/home/m/.punchcard/bin/punchcard-mcp", args: ["--client=x"] };

  it("are these, to the letter", () => {
    const payload =
      "%7B%22name%22%3A%22punchcard%22%2C%22type%22%3A%22stdio%22%2C%22command%22%3A%22%2Fhome%2Fm%2F.punchcard%2Fbin%2Fpunchcard-mcp%22%2C%22args%22%3A%5B%22--client%3Dx%22%5D%7D";
    expect(deepLink("vscode", unix)).toBe(`vscode:mcp/install?${payload}`);
    expect(deepLink("vscode-insiders", unix)).toBe(`vscode-insiders:mcp/install?${payload}`);
    const base64 = "eyJjb21tYW5kIjoiL2hvbWUvbS8ucHVuY2hjYXJkL2Jpbi9wdW5jaGNhcmQtbWNwIiwiYXJncyI6WyItLWNsaWVudD14Il19";
    expect(deepLink("cursor", unix)).toBe(
      `cursor://anysphere.cursor-deeplink/mcp/install?name=punchcard&config=${base64}`,
    );
    expect(deepLink("lmstudio", unix)).toBe(`lmstudio://add_mcp?name=punchcard&config=${base64}`);
  });

  it("reach VS Code whole, which decodes twice: percent signs, spaces, umlauts and backslashes", () => {
    const link = deepLink("vscode", windows);
    expect(JSON.parse(decodeURIComponent(decodeURIComponent(query(link))))).toEqual({
      name: "punchcard",
      type: "stdio",
      ...windows,
    });
    expect(link).toContain("100%2525APPDATA%2525");
  });

  it("reach LM Studio whole, also where base64 has + / and =", () => {
    const seen = new Set<string>();
    for (let n = 0; n < 40; n++) {
      const intent = { ...windows, args: [`${"ÿ~?".repeat(n)}`, "--client=lmstudio"] };
      const link = deepLink("lmstudio", intent) ?? "";
      for (const code of link.match(/%[0-9A-F]{2}/g) ?? []) seen.add(code);
      expect(config(link)).toEqual(intent);
      expect(clientLinkTarget(link)).toBe(link);
    }
    expect([...seen].sort()).toEqual(["%2B", "%2F", "%3D"]);
  });

  it("are none for Cursor where it would take the command apart, and none for clients without one", () => {
    expect(deepLink("cursor", windows)).toBeNull();
    for (const id of ["vscodium", "claude-desktop", "claude-code", "codex", "zed", "goose", "other"])
      expect(deepLink(id, unix)).toBeNull();
  });

  it.each([
    "https://evil.example/",
    "file:///etc/passwd",
    "vscode:extension/evil.evil",
    "vscode://file/etc/passwd",
    "vscode:mcp/install?{}",
    "vscode:mcp/install?%7B%7D#x",
    "vscode:mcp/install?%7B%7D\nx",
    "vscode:mcp/by-name/evil",
    "VSCODE:mcp/install?%7B%7D",
    "cursor://evil/mcp/install?name=punchcard&config=e30%3D",
    "cursor://anysphere.cursor-deeplink/mcp/install?name=evil&config=e30%3D",
    "cursor://anysphere.cursor-deeplink/mcp/install?name=punchcard&config=e30%3D&x=1",
    "lmstudio://add_mcp?name=punchcard&config=",
    `lmstudio://add_mcp?name=punchcard&config=${"a".repeat(8_000)}`,
  ])("of no other shape are opened: %s", (link) => {
    expect(() => clientLinkTarget(link)).toThrow("This link may not be opened.");
  });
});

describe("a client that can install the entry itself", () => {
  const view = async (clients: ReturnType<typeof clientsOn>, id: string) =>
    (await clients.list()).find((one) => one.id === id);

  it("is offered while it has no entry, and what the entry starts is there before", async () => {
    const { fs, clients } = machine({ vscode: "{}", cursor: null, zed: "{}" });
    expect(await view(clients, "vscode")).toMatchObject({ canOpen: true });
    expect(await view(clients, "zed")).toMatchObject({ canOpen: false });
    const link = await clients.linkOf("cursor");
    expect(config(link)).toEqual({ command: launcher, args: ["--client=cursor"] });
    expect(clientLinkTarget(link)).toBe(link);
    expect(fs.text(launcher)).not.toBeNull();
    expect(fs.text(files.cursor)).toBeNull();
    await clients.register("vscode");
    expect(await view(clients, "vscode")).toMatchObject({ canOpen: false });
    await expect(clients.linkOf("zed")).rejects.toMatchObject({ code: "client_no_link" });
    await expect(clients.linkOf("lmstudio")).rejects.toMatchObject({ code: "client_not_installed" });
  });

  it("is not sent to a Punchcard that will be gone", async () => {
    const { fs } = machine({ vscode: "{}" });
    const clients = clientsOn(fs, { launch: { electron: "/tmp/.mount_P/punchcard", script: "/x/server.js" } });
    await expect(clients.linkOf("vscode")).rejects.toMatchObject({ code: "client_moved_app" });
  });

  it("has written an entry that Punchcard then knows and takes out", async () => {
    const { fs, clients } = machine({ vscode: '{\n\t"servers": {}\n}' });
    const { name, ...server } = JSON.parse(decodeURIComponent(query(await clients.linkOf("vscode"))));
    fs.put(files.vscode, JSON.stringify({ servers: { [name]: server }, inputs: [] }, null, "\t"));
    expect(await view(clients, "vscode")).toMatchObject({ state: "registered" });
    expect(await clients.unregister("vscode")).toMatchObject({ state: "not_registered" });
  });
});
