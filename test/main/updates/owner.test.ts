import { expect, test } from "vitest";
import { type Installation, ownerOf, type UpdateOwner } from "#main/updates/owner";

const appImage: Installation = {
  platform: "linux",
  env: {},
  isPackaged: true,
  isStore: false,
  appImage: "/home/ada/Punchcard.AppImage",
  resources: "/tmp/.mount_x/resources",
  exists: (path) => path === "/tmp/.mount_x/resources/app-update.yml",
};
const has = (...files: string[]) => ({ exists: (path: string) => files.includes(path) });
const feed = "/tmp/.mount_x/resources/app-update.yml";

test.each<[string, Partial<Installation>, UpdateOwner]>([
  ["an AppImage with a feed", {}, "app"],
  ["an AppImage without a feed", has(), "none"],
  ["a deb or rpm", { appImage: undefined, ...has(feed, "/tmp/.mount_x/resources/package-type") }, "packages"],
  ["a deb whose person runs it from another AppImage", has(feed, "/tmp/.mount_x/resources/package-type"), "packages"],
  ["a Snap", { env: { SNAP: "/snap/x" } }, "packages"],
  ["a Flatpak", { env: { FLATPAK_ID: "app.punchcard.Punchcard" } }, "flatpak"],
  ["a Flatpak without its variable", has(feed, "/.flatpak-info"), "flatpak"],
  ["an unpacked folder", { appImage: undefined }, "portable"],
  ["an installed app on Windows", { platform: "win32", appImage: undefined }, "app"],
  ["a portable app on Windows", { platform: "win32", env: { PORTABLE_EXECUTABLE_FILE: "x" } }, "portable"],
  ["an app on macOS", { platform: "darwin", appImage: undefined }, "app"],
  ["an app of a store", { platform: "darwin", isStore: true }, "store"],
  ["the source", { isPackaged: false }, "development"],
])("%s is updated by %o: %s", (_name, more, owner) => {
  expect(ownerOf({ ...appImage, ...more })).toBe(owner);
});
