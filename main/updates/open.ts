import { existsSync } from "node:fs";
import type * as Electron from "electron";
import { allowsUpdates } from "#core/domain/company-policy/index";
import { ownAppImage } from "#core/platform/app-image";
import { companyNetwork } from "#core/platform/company-policy/network";
import type { Core } from "../app/core";
import type { Log } from "../app/failure";
import { Scheduler } from "../app/scheduler";
import { showNotice } from "../desktop/notice";
import type { Engine } from "./engine";
import { Updates } from "./index";
import { openUpdateMemory } from "./memory";
import { ownerOf, type UpdateOwner } from "./owner";

/** The key that releases are signed with, put in by the build (build/sign-update.mjs); empty: they are not. */
declare const PUNCHCARD_UPDATE_KEY: string | undefined;
const publicKey = typeof PUNCHCARD_UPDATE_KEY === "string" ? PUNCHCARD_UPDATE_KEY : "";

/** The updates of this copy of the app. */
export function openUpdates(
  electron: typeof Electron,
  core: Pick<Core, "settings" | "company" | "changed" | "t" | "server" | "timer">,
  deps: {
    platform: NodeJS.Platform;
    env: NodeJS.ProcessEnv;
    home: string;
    /** Somebody is being asked something. */
    asks(): boolean;
    show(): void;
    log: Log;
  },
): Updates {
  const { platform, env, log } = deps;
  const { app } = electron;
  const { resourcesPath } = process;
  const appImage = ownAppImage(process.execPath, env) ?? undefined;
  const { mas, windowsStore } = process;
  const installed = ownerOf({
    platform,
    env,
    isPackaged: app.isPackaged,
    isStore: mas === true || windowsStore === true,
    appImage,
    resources: resourcesPath,
    exists: existsSync,
  });
  // What a company leaves to its package manager is its package manager's all the same.
  const owner = (): UpdateOwner => (installed === "app" && !allowsUpdates(core.company()) ? "company" : installed);

  async function open(): Promise<Engine> {
    const [{ AppImageUpdater, MacUpdater, NsisUpdater }, { engineOf }] = await Promise.all([
      import("electron-updater"),
      import("./engine"),
    ]);
    const Updater = platform === "linux" ? AppImageUpdater : platform === "darwin" ? MacUpdater : NsisUpdater;
    const updater = new Updater();
    const { proxy, noProxy } = companyNetwork();
    if (proxy !== undefined)
      await updater.netSession.setProxy({ proxyRules: proxy, ...(noProxy && { proxyBypassRules: noProxy }) });
    return engineOf(updater, { appImage, publicKey, log });
  }

  return new Updates({
    owner,
    mode: () => core.settings.get().ui.updates,
    open,
    isBusy: () => deps.asks() || core.server.isBusy() || core.timer.view().pending !== null,
    memory: openUpdateMemory(deps.home, log),
    scheduler: new Scheduler(),
    random: Math.random,
    changed: core.changed,
    page: async (version) => (await import("./release-page")).releasePage(resourcesPath, version),
    tell({ kind, version }) {
      const t = core.t();
      showNotice(electron, {
        title: t(`updates.${kind}Title`, { version }),
        body: t(`updates.${kind}Body`),
        actions: [{ text: t("updates.show"), run: deps.show }],
        click: deps.show,
      });
    },
    restart() {
      app.relaunch(appImage === undefined ? {} : { execPath: appImage, args: [] });
      app.quit();
    },
    log,
  });
}
