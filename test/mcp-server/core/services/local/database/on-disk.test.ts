import { copyFileSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { isOnNetwork } from "#core/platform/state/network-folder";
import { createDatabase } from "#core/services/local/database/database";

const disk = vi.hoisted(() => ({ type: 0xef53, isRenamed: false }));
vi.mock("node:fs", async (original) => {
  const fs = await original<typeof import("node:fs")>();
  let number = 0;
  return {
    ...fs,
    statfsSync: vi.fn(() => ({ type: disk.type })),
    statSync: (path: string, options: object) => {
      const found = fs.statSync(path, options) as unknown as Record<string, unknown>;
      if (disk.isRenamed && found) found.ino = ++number;
      return found;
    },
  };
});

describe("a folder on the network", () => {
  it.each([
    ["NFS", 0x6969, true],
    ["SMB", 0x517b, true],
    ["CIFS", 0xff534d42, true],
    ["SMB 2", 0xfe534d42, true],
    ["AFS", 0x5346414f, true],
    ["Ceph", 0x00c36400, true],
    ["9P", 0x01021997, true],
    ["FUSE", 0x65735546, true],
    ["ext4", 0xef53, false],
    ["btrfs", 0x9123683e, false],
    ["tmpfs", 0x01021994, false],
  ])("is known on Linux by its file system: %s", (_name, type, is) => {
    disk.type = type;
    expect(isOnNetwork("/home/ada/sheet.db", "linux")).toBe(is);
    expect(statfsSync).toHaveBeenLastCalledWith("/home/ada");
  });

  it.each([
    [String.raw`\\server\share\sheet.db`, true],
    ["//server/share/sheet.db", true],
    [String.raw`\\?\UNC\server\share\sheet.db`, true],
    [String.raw`\\?\C:\Users\ada\sheet.db`, false],
    [String.raw`\\.\C:\sheet.db`, false],
    [String.raw`C:\Users\ada\sheet.db`, false],
  ])("is known on Windows by its name: %s", (file, is) => {
    expect(isOnNetwork(file, "win32")).toBe(is);
  });

  it("is not seen on macOS, nor where the system does not say", () => {
    disk.type = 0x6969;
    expect(isOnNetwork("/Users/ada/sheet.db", "darwin")).toBe(false);
    vi.mocked(statfsSync).mockImplementationOnce(() => {
      throw new Error("EACCES");
    });
    expect(isOnNetwork("/home/ada/sheet.db", "linux")).toBe(false);
  });
});

describe.runIf(process.platform === "linux")("a time sheet", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "punchcard-network-"));
    disk.type = 0xef53;
    disk.isRenamed = false;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (name: string) => createDatabase(join(folder, name), () => undefined, Date.now);
  const journal = async (name: string) => {
    const sheet = open(name);
    const row = await sheet.read((sql) => sql.get("PRAGMA journal_mode"));
    await sheet.write((sql) => sql.run("CREATE TABLE IF NOT EXISTS tried (a)"));
    await sheet.close();
    return row?.journal_mode;
  };

  it("has the write-ahead log on this computer, and never where another computer may write", async () => {
    expect(await journal("here.db")).toBe("wal");
    // A copy, because a connection that this process had counts until its memory is collected.
    copyFileSync(join(folder, "here.db"), join(folder, "there.db"));
    disk.type = 0x6969;
    expect(await journal("there.db")).toBe("delete");
    expect(await journal("new.db")).toBe("delete");
    disk.type = 0xef53;
    expect(await journal("there.db")).toBe("wal");
  });

  it("asks macOS to empty the drive's own memory too before a write counts as done", async () => {
    const sheet = open("sheet.db");
    const row = await sheet.read((sql) => sql.get("PRAGMA fullfsync"));
    await sheet.close();
    expect(row?.fullfsync).toBe(1);
  });

  it("is refused, in the end, where each look at it finds another file", async () => {
    disk.isRenamed = true;
    const sheet = open("sheet.db");
    await expect(sheet.read((sql) => sql.get("SELECT 1"))).rejects.toMatchObject({
      kind: "unavailable",
      message: expect.stringContaining("again and again"),
    });
  });
});
