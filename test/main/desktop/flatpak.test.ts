import { expect, test } from "vitest";
import { hostEnvironment, ownFlatpak } from "#main/desktop/flatpak";

const inside = "/app/punchcard/punchcard";
const id = "app.punchcard.Punchcard";

test("what runs below /app is the Flatpak, and what an editor's Flatpak started is not", () => {
  expect(ownFlatpak(inside, { FLATPAK_ID: id })).toBe(id);
  expect(ownFlatpak("/opt/Punchcard/punchcard", { FLATPAK_ID: "com.visualstudio.code" })).toBeNull();
  expect(ownFlatpak(inside, {})).toBeNull();
});

test("clients' folders are looked for where the person has them, not where the Flatpak keeps its own", () => {
  const own = { FLATPAK_ID: id, XDG_CONFIG_HOME: "/home/ada/.var/app/x/config", HOME: "/home/ada" };
  expect(hostEnvironment(inside, own)).toEqual({ FLATPAK_ID: id, HOME: "/home/ada" });
  expect(hostEnvironment(inside, { ...own, HOST_XDG_CONFIG_HOME: "/home/ada/config" }).XDG_CONFIG_HOME).toBe(
    "/home/ada/config",
  );
  const outside = { XDG_CONFIG_HOME: "/home/ada/config" };
  expect(hostEnvironment("/opt/Punchcard/punchcard", outside)).toBe(outside);
});
