import type { App, Clipboard, Dialog, Shell } from "electron";
import type { HandlerDeps } from "../ipc/handlers/deps";
import type { Translate } from "../locales";

/** The few ways out of the app that windows may ask for. */
export function createSystem(
  {
    shell,
    clipboard,
    dialog,
  }: {
    shell: Pick<Shell, "openExternal" | "showItemInFolder" | "openPath">;
    clipboard: Pick<Clipboard, "writeText">;
    dialog: Pick<Dialog, "showOpenDialog" | "showSaveDialog">;
  },
  options: { log: string; t(): Translate; quit: App["quit"] },
): HandlerDeps["system"] & { chooseCalendar(): Promise<string | null> } {
  type Word = Parameters<Translate>[0];
  const openFile = async (title: Word, kind: Word, extensions: string[]) => {
    const t = options.t();
    const { canceled, filePaths } = await dialog.showOpenDialog({
      title: t(title),
      properties: ["openFile"],
      filters: [
        { name: t(kind), extensions },
        { name: t("dialog.allFiles"), extensions: ["*"] },
      ],
    });
    return canceled ? null : (filePaths[0] ?? null);
  };
  return {
    // Only what windows/links.ts made or allowed gets here.
    openLink: (url) => shell.openExternal(url),
    copy: (text) => clipboard.writeText(text),
    reveal: (path) => shell.showItemInFolder(path),
    openLog: async () => {
      await shell.openPath(options.log);
    },
    chooseCaFile: () => openFile("dialog.chooseCaFile", "dialog.certificates", ["pem", "crt", "cer"]),
    chooseImport: () => openFile("dialog.import", "dialog.table", ["csv", "tsv", "txt"]),
    chooseCalendar: () => openFile("dialog.chooseCalendar", "dialog.calendar", ["ics", "ical", "ifb"]),
    // Also one that was put aside, which ends in a date: "all files" has it.
    chooseSheet: () => openFile("dialog.chooseSheet", "dialog.sheets", ["db", "sqlite", "sqlite3"]),
    async chooseExport(name) {
      const t = options.t();
      const ending = name.split(".").at(-1) ?? "";
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: t("dialog.export"),
        defaultPath: name,
        filters: [
          {
            name: t(ending === "ics" ? "dialog.calendar" : ending === "pdf" ? "dialog.pdf" : "dialog.table"),
            extensions: [ending],
          },
          { name: t("dialog.allFiles"), extensions: ["*"] },
        ],
      });
      return canceled || !filePath ? null : filePath;
    },
    async chooseExtension(name) {
      const t = options.t();
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: t("dialog.extension"),
        defaultPath: name,
        filters: [{ name: t("dialog.extensions"), extensions: ["mcpb"] }],
        properties: ["showOverwriteConfirmation"],
      });
      return canceled || !filePath ? null : filePath;
    },
    quit: options.quit,
  };
}
