import { posix } from "node:path";

/** Who brings new versions to this copy of the app; `app`: it does so itself. */
export const updateOwners = [
  "app",
  "packages",
  "flatpak",
  "store",
  "portable",
  "development",
  "none",
  "company",
] as const;
export type UpdateOwner = (typeof updateOwners)[number];

export interface Installation {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  isPackaged: boolean;
  /** Of the Mac App Store or the Microsoft Store. */
  isStore: boolean;
  /** The AppImage that this app was started from. */
  appImage: string | undefined;
  /** The app's folder of resources. */
  resources: string;
  exists(path: string): boolean;
}

/** `none`: whoever packed it named no place where updates are. */
export function ownerOf({
  platform,
  env,
  isPackaged,
  isStore,
  appImage,
  resources,
  exists,
}: Installation): UpdateOwner {
  if (!isPackaged) return "development";
  if (isStore) return "store";
  if (env.FLATPAK_ID !== undefined || (platform === "linux" && exists("/.flatpak-info"))) return "flatpak";
  // Written into deb and rpm by electron-builder.
  if (env.SNAP !== undefined || (platform === "linux" && exists(posix.join(resources, "package-type"))))
    return "packages";
  if (platform === "linux" && appImage === undefined) return "portable";
  if (platform === "win32" && env.PORTABLE_EXECUTABLE_FILE !== undefined) return "portable";
  return exists(posix.join(resources, "app-update.yml")) ? "app" : "none";
}
