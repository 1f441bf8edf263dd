import { basename } from "node:path";
import type { AppUpdater, UpdateCheckResult, UpdateInfo } from "electron-updater";
import type { Log } from "../app/failure";
import { noteLines } from "./notes";
import { UpdateError } from "./problem";
import { replaceAppImage } from "./replace-app-image";
import { isSignedBy } from "./signature";

/** A version that can be had. */
export interface Found {
  version: string;
  /** What is new, in at most three lines of plain text. */
  notes: string[];
}

/** Looks for updates, downloads and installs them; each throws what `problemOf` understands, and leaves the old version. */
export interface Engine {
  check(): Promise<Found | null>;
  /** Of what `check` found. @param progress percent */
  download(progress: (percent: number) => void): Promise<void>;
  /** Puts it in place; the caller starts the app again. @returns false: the installer itself ends and starts the app */
  install(): Promise<boolean>;
}

/** Bytes; ours is a tenth of it. */
const largest = 1_000_000_000;

export interface EngineOptions {
  /** What is replaced by hand: electron-updater removes the old AppImage before the new one is in place. */
  appImage: string | undefined;
  /** Base64 of the key that releases are signed with; empty: they are not. */
  publicKey: string;
  log: Log;
}

/** electron-updater with everything turned off that happens by itself. */
export function engineOf(updater: AppUpdater, { appImage, publicKey, log }: EngineOptions): Engine {
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowPrerelease = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  // A patch of the old file saves time, and is one more thing that a server can get wrong.
  updater.disableDifferentialDownload = true;
  // Which share of the computers a version is for is worked out here: nobody has to know which one asks.
  updater.requestHeaders = { "x-user-staging-id": "" };
  const say = (level: string) => (message?: unknown) =>
    log("update", { level, message: String(message).slice(0, 300) });
  updater.logger = { info: () => undefined, warn: say("warn"), error: say("error") };

  let found: { info: UpdateInfo; token: UpdateCheckResult["cancellationToken"] } | null = null;
  let downloaded: { file: string; sha512: string } | null = null;

  function checked(info: UpdateInfo): UpdateInfo {
    if (!Array.isArray(info.files) || info.files.length === 0) throw new UpdateError("malformed");
    for (const file of info.files) {
      if (typeof file.url !== "string" || typeof file.sha512 !== "string" || file.sha512 === "")
        throw new UpdateError("malformed");
      if ((file.size ?? 0) > largest) throw new UpdateError("too_large");
    }
    if (publicKey !== "" && !isSignedBy(publicKey, info as UpdateInfo & { signature?: unknown }))
      throw new UpdateError("signature");
    return info;
  }

  return {
    async check() {
      found = null;
      downloaded = null;
      const result = await updater.checkForUpdates();
      if (!result?.isUpdateAvailable) return null;
      const info = checked(result.updateInfo);
      found = { info, token: result.cancellationToken };
      return { version: info.version, notes: noteLines(info.releaseNotes) };
    },
    async download(progress) {
      if (!found) throw new UpdateError("other");
      const { info, token } = found;
      let isTooLarge = false;
      const onProgress = ({ percent, transferred }: { percent: number; transferred: number }) => {
        isTooLarge ||= transferred > largest;
        if (isTooLarge) token?.cancel();
        else progress(Math.min(100, Math.max(0, percent)));
      };
      updater.on("download-progress", onProgress);
      try {
        const [file] = await updater.downloadUpdate(token);
        const name = file && basename(file);
        const sha512 = info.files.find(({ url }) => basename(decodeURIComponent(url)) === name)?.sha512;
        if (file === undefined || sha512 === undefined) throw new UpdateError("malformed");
        downloaded = { file, sha512 };
      } catch (error) {
        throw isTooLarge ? new UpdateError("too_large") : error;
      } finally {
        updater.off("download-progress", onProgress);
      }
    },
    async install() {
      if (!downloaded) throw new UpdateError("other");
      if (appImage === undefined) {
        updater.quitAndInstall(true, true);
        return false;
      }
      await replaceAppImage(appImage, downloaded.file, downloaded.sha512);
      return true;
    },
  };
}
