import { posix, win32 } from "node:path";
import { ofImage, ownAppImage } from "#core/platform/app-image";
import { refusal } from "../refusal";
import type { ClientContext } from "../types";

type Machine = Pick<ClientContext, "platform" | "env" | "launch">;

interface PassingPlace {
  /** Finishes "Punchcard runs from …". */
  what: string;
  next: string;
}

const move = "Move Punchcard to your applications and start it from there, then try again.";

const below = (path: string, folder: string | undefined, separator: string) =>
  Boolean(folder && path.startsWith(folder.endsWith(separator) ? folder : folder + separator));

export const imageOf = ({ env, launch }: Pick<Machine, "env" | "launch">): string | null =>
  ownAppImage(launch.electron, { ...env, APPIMAGE: launch.appImage });

/**
 * A place from which the app cannot be started by others, or not for long (reference/ai-clients.md §4.4): nobody may
 * be told to start it there. null: it stays. An entry on Windows may name the program itself, so there Downloads
 * counts; elsewhere entries name the launcher, which each start of the app heals.
 */
export function transientInstall({ platform, env, launch }: Machine): PassingPlace | null {
  const { electron } = launch;
  if (platform === "win32") return passingOnWindows(electron, env);
  if (platform === "darwin") {
    if (/^(?:\/private)?\/var\/folders\/.*\/AppTranslocation\//.test(electron))
      return { what: "a quarantined copy", next: move };
    return electron.startsWith("/Volumes/") ? { what: "a disk image", next: move } : null;
  }
  if (ofImage.test(electron) && !launch.appImage)
    return { what: "an AppImage mount", next: "Start the AppImage file itself, then try again." };
  // Archive managers unpack what is opened inside of them, and remove it when they are closed.
  if (/\/\.cache\/\.fr-[^/]+\/|^\/tmp\/ark[-_][^/]+\//.test(electron))
    return { what: "an opened archive", next: "Unpack the archive to a folder that stays, then start it from there." };
  if (below(electron, env.SNAP, "/") || electron.startsWith("/snap/"))
    return {
      what: "a snap",
      next: "AI clients cannot start what is inside of it. Install the .deb or the AppImage, then try again.",
    };
  return null;
}

/** @throws InputError `client_moved_app` in such a place: nothing may be made that starts Punchcard from there. */
export function refuseTransientInstall(machine: Machine): void {
  const passing = transientInstall(machine);
  if (passing)
    throw refusal(
      "client_moved_app",
      `Punchcard runs from ${passing.what}, where clients will not find it for long.`,
      passing.next,
    );
}

function passingOnWindows(electron: string, env: NodeJS.ProcessEnv): PassingPlace | null {
  const fold = (path: string | undefined) => path && win32.normalize(path).toLowerCase();
  const path = fold(electron) ?? "";
  // Explorer and packers unpack there what is started inside an archive, and a portable program unpacks itself there.
  const temporary = [env.TEMP, env.TMP, env.LOCALAPPDATA && win32.join(env.LOCALAPPDATA, "Temp")];
  if (temporary.some((folder) => below(path, fold(folder), "\\")) || path.includes("\\appdata\\local\\temp\\"))
    return { what: "a temporary folder", next: "Unpack or install Punchcard to a folder that stays, then try again." };
  if (below(path, fold(env.USERPROFILE && win32.join(env.USERPROFILE, "Downloads")), "\\"))
    return { what: "the Downloads folder", next: "Move Punchcard to a folder that stays, then try again." };
  return null;
}

/** Where the server lies, seen from the binary that runs it. */
export const scriptInside = ({ electron, script }: Machine["launch"]) =>
  posix.relative(posix.dirname(electron), script);
