import { expect, test } from "vitest";
import { shortcutSupport } from "#main/shortcuts/support";

const answers = (known: Record<string, string>) => async (program: string) => {
  const answer = known[program];
  if (answer === undefined) throw new Error("not found");
  return answer;
};
const wayland = { XDG_SESSION_TYPE: "wayland" };

test("asks the portal under Wayland only, and says where nobody listens", async () => {
  expect(await shortcutSupport("linux", { DISPLAY: ":0" }, answers({}))).toBe("system");
  expect(await shortcutSupport("darwin", wayland, answers({}))).toBe("system");
  expect(await shortcutSupport("linux", wayland, answers({ gdbus: "(<uint32 1>,)" }))).toBe("portal");
  expect(await shortcutSupport("linux", { WAYLAND_DISPLAY: "wayland-0" }, answers({ busctl: "v u 2" }))).toBe("portal");
  expect(await shortcutSupport("linux", wayland, answers({ "dbus-send": "variant       uint32 1" }))).toBe("portal");
  expect(await shortcutSupport("linux", wayland, answers({}))).toBe("none");
});
