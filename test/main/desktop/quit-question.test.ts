import type { MessageBoxOptions } from "electron";
import { expect, test } from "vitest";
import { mayQuit } from "../../../main/desktop/quit-question";
import { translator } from "../../../main/locales";
import { appState, offline } from "../fixtures";

function asked(language: "en" | "de" | "pl", response: number, meantAt: string) {
  const shown: MessageBoxOptions[] = [];
  const dialog = {
    showMessageBox: async (options: MessageBoxOptions) => {
      shown.push(options);
      return { response, checkboxChecked: false };
    },
  };
  const failed = { command: "clock_out" as const, meantAt, failure: offline };
  const state = appState({ failed }, { language });
  return mayQuit(dialog as never, translator(language), state, failed).then((yes) => ({ yes, shown: shown[0] }));
}

test("names what waits with its time and day, and says that nothing is lost", async () => {
  const { shown } = await asked("en", 0, "2026-11-18T16:42:00Z");
  expect(shown?.message).toBe("Clock-out at 17:42 (Wed Nov 18) was not saved");
  expect(shown?.detail).toMatch(/^Kimai · kimai\.example has not accepted it\. .*offers it again at the next start/);
  expect((await asked("de", 0, "2026-11-19T09:42:00Z")).shown?.message).toBe(
    "Ausstempeln um 10:42 wurde nicht gespeichert",
  );
});

test("stays with Enter, Esc and the first button, and quits with the other one only", async () => {
  const { shown, yes } = await asked("en", 0, "2026-11-19T09:42:00Z");
  expect(yes).toBe(false);
  expect(shown?.buttons?.[shown.defaultId ?? 9]).toBe("Do not quit");
  expect(shown?.buttons?.[shown.cancelId ?? 9]).toBe("Do not quit");
  expect((await asked("pl", 1, "2026-11-19T09:42:00Z")).yes).toBe(true);
});
