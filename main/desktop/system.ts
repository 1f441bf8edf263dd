import type { App, Clipboard, Dialog, Shell } from "electron";
import type { HandlerDeps } from "../ipc/handlers";
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
): HandlerDeps["system"] {
  return {
    // Only what windows/links.ts made or allowed gets here.
    openLink: (url) => shell.openExternal(url),
    copy: (text) => clipboard.writeText(text),
    reveal: (path) => shell.showItemInFolder(path),
    openLog: async () => {
      await shell.openPath(options.log);
    },
    async chooseCaFile() {
      const t = options.t();
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: t("dialog.chooseCaFile"),
        properties: ["openFile"],
        filters: [
          { name: t("dialog.certificates"), extensions: ["pem", "crt", "cer"] },
          { name: t("dialog.allFiles"), extensions: ["*"] },
        ],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async chooseImport() {
      const t = options.t();
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title: t("dialog.import"),
        properties: ["openFile"],
        filters: [
          { name: t("dialog.table"), extensions: ["csv", "tsv", "txt"] },
          { name: t("dialog.allFiles"), extensions: ["*"] },
        ],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
    async chooseExport(name) {
      const t = options.t();
      const ending = name.split(".").at(-1) ?? "";
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: t("dialog.export"),
        defaultPath: name,
        filters: [
          { name: t(ending === "ics" ? "dialog.calendar" : "dialog.table"), extensions: [ending] },
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
