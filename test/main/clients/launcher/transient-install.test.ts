import { describe, expect, it } from "vitest";
import { imageOf, transientInstall } from "#main/clients/launcher/transient-install";
import { serverEntryFor } from "#main/clients/server-entry";
import { clientsOn, files } from "../machine";
import { MemoryFiles } from "../memory-files";

const windows = { TEMP: "C:\\Users\\Ada\\AppData\\Local\\Temp", USERPROFILE: "C:\\Users\\Ada" };
const image = "/home/ada/Punchcard.AppImage";

interface Case {
  platform: NodeJS.Platform;
  electron: string;
  env?: NodeJS.ProcessEnv;
  appImage?: string;
}
const at = ({ platform, electron, env = {}, appImage }: Case) =>
  transientInstall({ platform, env, launch: { electron, script: "/s.js", appImage } });

describe("a copy of the app that others cannot start for long", () => {
  const translocated = "AppTranslocation/0F3-A/d/Punchcard.app/Contents/MacOS/Punchcard";
  it.each<[string, Case]>([
    ["a quarantined copy", { platform: "darwin", electron: `/private/var/folders/x1/y2/T/${translocated}` }],
    ["a quarantined copy", { platform: "darwin", electron: `/var/folders/x1/y2/T/${translocated}` }],
    ["a disk image", { platform: "darwin", electron: "/Volumes/Punchcard 0.1.0/Punchcard.app/Contents/MacOS/P" }],
    ["an AppImage mount", { platform: "linux", electron: "/tmp/.mount_PunchcX1/punchcard" }],
    ["an AppImage mount", { platform: "linux", electron: "/var/tmp/ada/.mount_PunchcX1/punchcard" }],
    ["an AppImage mount", { platform: "linux", electron: "/tmp/appimage_extracted_9f/punchcard" }],
    ["an opened archive", { platform: "linux", electron: "/home/ada/.cache/.fr-a1B2/Punchcard/punchcard" }],
    ["an opened archive", { platform: "linux", electron: "/tmp/ark-x8/punchcard" }],
    ["a snap", { platform: "linux", electron: "/snap/punchcard/17/punchcard" }],
    ["a snap", { platform: "linux", electron: "/var/lib/snapd/x/punchcard", env: { SNAP: "/var/lib/snapd/x" } }],
    ["a temporary folder", { platform: "win32", electron: `${windows.TEMP}\\7zO4\\Punchcard.exe`, env: windows }],
    ["a temporary folder", { platform: "win32", electron: "d:/users/ada/appdata/local/TEMP/Temp1_P.zip/P.exe" }],
    ["a temporary folder", { platform: "win32", electron: "T:\\t\\a\\P.exe", env: { TMP: "t:\\T\\" } }],
    ["the Downloads folder", { platform: "win32", electron: "c:\\users\\ada\\downloads\\P\\P.exe", env: windows }],
  ])("is found: %s (%#)", (what, some) => {
    const found = at(some);
    expect(found?.what).toBe(what);
    expect(found?.next).toMatch(/\.$/);
  });

  it.each<[string, Case]>([
    ["an installed app", { platform: "darwin", electron: "/Applications/Punchcard.app/Contents/MacOS/Punchcard" }],
    ["an app in a home", { platform: "darwin", electron: "/Users/ada/Downloads/Punchcard.app/Contents/MacOS/P" }],
    ["a package", { platform: "linux", electron: "/opt/Punchcard/punchcard" }],
    ["an unpacked archive", { platform: "linux", electron: "/home/ada/punchcard-0.1.0/punchcard" }],
    ["an AppImage", { platform: "linux", electron: "/tmp/.mount_PunchcX1/punchcard", appImage: image }],
    ["an unpacked AppImage", { platform: "linux", electron: "/tmp/appimage_extracted_9f/punchcard", appImage: image }],
    ["a program started by a snap", { platform: "linux", electron: "/opt/P/p", env: { SNAP: "/snap/code/1" } }],
    ["a Flatpak", { platform: "linux", electron: "/app/punchcard/punchcard", env: { FLATPAK_ID: "app.punchcard" } }],
    ["a program started by a Flatpak", { platform: "linux", electron: "/opt/P/p", env: { FLATPAK_ID: "x" } }],
    ["an installed program", { platform: "win32", electron: "C:\\Users\\Ada\\AppData\\Local\\Programs\\p\\P.exe" }],
    ["a folder like another", { platform: "win32", electron: "C:\\Users\\Ada\\Downloads2\\P.exe", env: windows }],
    ["a temp of another name", { platform: "win32", electron: "C:\\Temperature\\P.exe", env: { TEMP: "C:\\Temp" } }],
  ])("is not: %s", (_what, some) => expect(at(some)).toBeNull());

  it("is never registered, and the person is told what to do", async () => {
    const fs = new MemoryFiles(["/home/marta/.config/Code/User"]);
    const clients = clientsOn(fs, {
      launch: { electron: "/tmp/.mount_PunchcX1/punchcard", script: "/tmp/.mount_PunchcX1/resources/server.js" },
    });
    const plan = await clients.plan("vscode");
    expect(plan.refusal).toMatchObject({
      code: "client_moved_app",
      message: expect.stringContaining("AppImage mount"),
    });
    await expect(clients.register("vscode")).rejects.toMatchObject({ code: "client_moved_app" });
    await expect(clients.linkOf("vscode")).rejects.toMatchObject({ code: "client_moved_app" });
    expect([fs.text(files.vscode), fs.written]).toEqual([null, 0]);
  });
});

describe("the AppImage that we run from", () => {
  const of = (electron: string, env: NodeJS.ProcessEnv = {}) =>
    imageOf({ env, launch: { electron, script: "/s.js", appImage: image } });
  it("is known by where its content lies, wherever TMPDIR put that", () => {
    expect(of("/tmp/.mount_PunchcX1/punchcard")).toBe(image);
    expect(of("/scratch/ada/.mount_PunchcX1/punchcard")).toBe(image);
    expect(of("/tmp/appimage_extracted_9f/punchcard")).toBe(image);
    expect(of("/anywhere/dir/punchcard", { APPDIR: "/anywhere/dir" })).toBe(image);
  });
  it("is not that of the program which started us", () => {
    expect(of("/opt/Punchcard/punchcard", { APPDIR: "/tmp/.mount_Term" })).toBeNull();
    expect(of("/anywhere/dir2/punchcard", { APPDIR: "/anywhere/dir" })).toBeNull();
  });
});

it("on Windows an entry starts the program in node mode, and nowhere else", () => {
  const launch = { electron: "C:\\P\\Punchcard.exe", script: "C:\\P\\resources\\app.asar\\server.js" };
  const home = "C:\\Users\\Ada\\.punchcard";
  expect(serverEntryFor("cursor", { platform: "win32", punchcardHome: home, launch })).toEqual({
    command: launch.electron,
    args: [launch.script, "--client=cursor"],
    env: { ELECTRON_RUN_AS_NODE: "1" },
  });
  for (const platform of ["linux", "darwin"] as const)
    expect(serverEntryFor("cursor", { platform, punchcardHome: "/h/.punchcard", launch })).toEqual({
      command: "/h/.punchcard/bin/punchcard-mcp",
      args: ["--client=cursor"],
    });
});
