import type { MessageBoxOptions } from "electron";
import { expect, test } from "vitest";
import { mayQuit } from "#main/desktop/quit-question";
import { translator } from "#main/locales/index";
import { appState } from "../fixtures";

function asked(language: "en" | "de" | "pl", response: number, meantAt: string | string[]) {
  const shown: MessageBoxOptions[] = [];
  const dialog = {
    showMessageBox: async (options: MessageBoxOptions) => {
      shown.push(options);
      return { response, checkboxChecked: false };
    },
  };
  const clicks = [meantAt].flat().map((at) => ({ account: "kimai-1", command: "clock_out" as const, meantAt: at }));
  return mayQuit(dialog as never, translator(language), appState({}, { language }), clicks).then((yes) => ({
    yes,
    shown: shown[0],
  }));
}

test("names what waits with its time and day, and says that nothing is lost", async () => {
  const { shown } = await asked("en", 0, "2026-11-18T16:42:00Z");
  expect(shown?.message).toBe("Waiting for Kimai · kimai.example: clock out at 17:42 (Wed Nov 18)");
  expect(shown?.detail).toMatch(/^Punchcard keeps this with its time and sends it after the next start/);
  expect((await asked("de", 0, "2026-11-19T09:42:00Z")).shown?.message).toBe(
    "Wartet auf Kimai · kimai.example: ausstempeln um 10:42",
  );
});

test("lists all that waits by its time, and counts what the dialog has no room for", async () => {
  const at = (minute: number) => `2026-11-19T09:${10 + minute}:00Z`;
  const { shown } = await asked("en", 0, [0, 1].map(at));
  expect(shown?.message).toBe("Clicks not sent yet: 2");
  expect(shown?.detail).toMatch(/clock out at 10:10\nWaiting for .*clock out at 10:11\n\nPunchcard keeps/);
  const many = (
    await asked(
      "en",
      0,
      Array.from({ length: 11 }, (_, minute) => at(minute)),
    )
  ).shown?.detail;
  expect(many).toMatch(/10:17\nand 3 more\n\n/);
  expect(many).not.toContain("10:18");
});

test("stays with Enter, Esc and the first button, and quits with the other one only", async () => {
  const { shown, yes } = await asked("en", 0, "2026-11-19T09:42:00Z");
  expect(yes).toBe(false);
  expect(shown?.buttons?.[shown.defaultId ?? 9]).toBe("Do not quit");
  expect(shown?.buttons?.[shown.cancelId ?? 9]).toBe("Do not quit");
  expect((await asked("pl", 1, "2026-11-19T09:42:00Z")).yes).toBe(true);
});
