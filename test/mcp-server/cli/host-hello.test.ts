import { describe, expect, it } from "vitest";
import { readHostHello } from "#cli/host-hello";
import { readPeer } from "#cli/peer";

const hello = (...fields: string[]) => fields.map((field) => `${field}\0`).join("");

describe("the launcher's first line", () => {
  it("names the client", () => {
    expect(readHostHello(hello("1", "claude-code"), {})).toEqual({ client: "claude-code" });
  });

  it.each([null, "", "1", hello("0", "zed"), hello("2", "zed"), "GET / HTTP/1.1", '{"jsonrpc":"2.0"}'])(
    "is refused as another version: %j",
    (line) => {
      expect(readHostHello(line, {})).toHaveProperty("refused");
    },
  );

  it.each([hello("1"), hello("1", ""), "1\0zed", hello("1", "z e d"), hello("1", "../x"), hello("1", "a".repeat(65))])(
    "is refused where it is malformed: %j",
    (line) => {
      expect(readHostHello(line, {})).toEqual({ refused: "malformed" });
    },
  );

  it.each<[string[], NodeJS.ProcessEnv, boolean]>([
    [["https_proxy=http://p:1"], { https_proxy: "http://p:1" }, true],
    [["https_proxy=http://p:1"], {}, false],
    [["https_proxy=http://p:1"], { https_proxy: "http://p:2" }, false],
    [[], { HTTPS_PROXY: "http://p:1" }, false],
    [[], { HTTPS_PROXY: "" }, true],
    [["no_proxy=a=b"], { no_proxy: "a=b" }, true],
    [["TZ=UTC"], { TZ: "Europe/Berlin" }, false],
    [["PUNCHCARD_POLICY=/p.json"], {}, false],
    [["PUNCHCARD_EXTRA_CA_CERTS=/a"], { PUNCHCARD_EXTRA_CA_CERTS: "/b" }, false],
    [[], { DBUS_SESSION_BUS_ADDRESS: "unix:path=/a" }, true],
    [["DBUS_SESSION_BUS_ADDRESS=unix:path=/a"], { DBUS_SESSION_BUS_ADDRESS: "unix:path=/a" }, true],
    [["DBUS_SESSION_BUS_ADDRESS=unix:path=/b"], { DBUS_SESSION_BUS_ADDRESS: "unix:path=/a" }, false],
    [["DBUS_SESSION_BUS_ADDRESS=unix:path=/b"], { DBUS_SESSION_BUS_ADDRESS: "unix:path=/a", FLATPAK_ID: "x" }, true],
    [["TZ=UTC"], { FLATPAK_ID: "x" }, false],
    [[], { PATH: "/bin", LANG: "de" }, true],
  ])("with %j fits a host with %j: %s", (variables, env, fits) => {
    expect(readHostHello(hello("1", "zed", ...variables), env)).toEqual(
      fits ? { client: "zed" } : { refused: "environment" },
    );
  });
});

describe("the other end of a connection", () => {
  const launcher = "/home/ada/.punchcard/bin/punchcard-mcp";
  it.each([
    ["is the program that started the launcher", launcher, "/usr/bin/claude"],
    ["is that also where the launcher was replaced meanwhile", `${launcher} (deleted)`, "/usr/bin/claude"],
    ["is the program itself where it is no launcher", "/usr/bin/python3", "/usr/bin/python3"],
  ])("%s", (_what, own, program) => {
    expect(readPeer(hello("1000", "42", own, "7", "/usr/bin/claude"), launcher)).toEqual({
      uid: 1000,
      pid: 42,
      program,
    });
  });

  it.each([
    "",
    "1000",
    hello("", "42", "a", "7", "b"),
    hello("x", "42", "a", "7", "b"),
    hello("1000", "42", "a", "7"),
    `${hello("1000", "42", "a", "7", "b")}x`,
  ])("is not known from %j", (text) => {
    expect(readPeer(text, launcher)).toBeNull();
  });
});
