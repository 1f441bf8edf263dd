import { writeFile } from "node:fs/promises";
import type { BrowserWindow } from "electron";

/**
 * `npm start` without a display: a picture of the first window, because nobody can see it (build/start.mjs names the
 * file in PUNCHCARD_PICTURE).
 * @param settle milliseconds until what the window shows has been read.
 */
export function screenshotOf(window: BrowserWindow, file: string, settle = 2_500): void {
  const take = async () => {
    if (window.isDestroyed()) return;
    const image = await window.webContents.capturePage();
    await writeFile(file, image.toPNG());
  };
  window.webContents.once("did-finish-load", () => setTimeout(() => void take().catch(() => undefined), settle));
}
