import { homedir } from "node:os";
import * as electron from "electron";
import { allowsClient } from "#core/domain/company-policy/index";
import { ownAppImage } from "#core/platform/app-image";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import { openCompanyPolicy } from "#core/platform/company-policy/reader";
import { openCredentials, ownHome } from "#core/platform/credentials";
import { openKeychain } from "#core/platform/keychain";
import { proxyUse } from "#core/platform/system-proxy/index";
import { descriptorOf, standInFor } from "#core/service-catalog/descriptors";
import { type Core, createCore } from "./app/core";
import type { Log } from "./app/failure";
import { followSystemEvents } from "./app/lifecycle";
import { Scheduler } from "./app/scheduler";
import { openAway } from "./away/open";
import type { Clients } from "./clients";
import type { Confirmations } from "./confirm";
import { createAutostart } from "./desktop/autostart";
import { endIncomplete } from "./desktop/end-incomplete";
import { entryLossNotice } from "./desktop/entry-loss-notice";
import { flatpakCommand, hostEnvironment, ownFlatpak } from "./desktop/flatpak";
import { desktopEntry, type launchOf, type pathsOf } from "./desktop/paths";
import { mayQuit } from "./desktop/quit-question";
import { createSystem } from "./desktop/system";
import type { notifier } from "./ipc/notify";
import { addressesOf, SystemProxies } from "./network/system-proxies";
import { OwnCalendar } from "./own-calendar";
import { calendarReader } from "./own-calendar/ics/background";
import { CompanyPolicyWatch } from "./policy";
import { openReminders } from "./reminders/open";
import { SessionHosts } from "./server/session-host";
import { hostStarter, serverStarter, TrayProof } from "./server/spawn";
import { createTimeSheets } from "./server/time-sheet";
import { openElectronStore } from "./settings/backend";
import { Shortcuts } from "./shortcuts";
import { shortcutActions } from "./shortcuts/actions";
import type { shortcutSupport } from "./shortcuts/support";
import type { TrayController } from "./tray";
import { trayActions } from "./tray/actions";
import type { TrayAction } from "./tray/describe";
import { openUpdates } from "./updates/open";
import type { EarlyWindows } from "./windows/early";
import { signInTarget } from "./windows/links";
import { pageServer } from "./windows/protocol";
import { followDamage } from "./windows/restore";
import { origin, scheme, secureSession } from "./windows/security";

/** Wiring only: each concern is told what it needs, and what it does stands in its own folder. */
const { app } = electron;
const { platform, env } = process;
const home = homedir();
const flatpak = ownFlatpak(process.execPath, env);
/** As AI clients and the desktop have it. */
const hostEnv = hostEnvironment(process.execPath, env);
/** What only comes after the menu is read after it. */
const later = () => import("./after-tray");

/** What is there before the app itself: index.ts says why so little. */
export interface Begun {
  paths: ReturnType<typeof pathsOf>;
  launch: ReturnType<typeof launchOf>;
  early: EarlyWindows;
  log: Log;
  flush(): Promise<void>;
  /** Started at login: no window shows itself. */
  hidden: boolean;
  /** null: nobody shows icons. */
  tray: TrayController | null;
  /** Takes over the clicks in the tray. */
  follow(act: (action: TrayAction) => void): void;
  shortcutsAsked: ReturnType<typeof shortcutSupport>;
}

const clientsOptions = (
  { paths, launch }: Pick<Begun, "paths" | "launch">,
  company: ReturnType<typeof openCompanyPolicy>,
) => ({
  isAllowed: (id: string) => allowsClient(company.current(), id),
  platform,
  env: hostEnv,
  home,
  punchcardHome: paths.home,
  launch,
  backups: paths.backups,
  extension: paths.extension,
  worker: paths.formats,
});

/** Takes our entries out of all clients' files and says so on standard output. @returns exit code */
export async function unregisterAll(begun: Pick<Begun, "paths" | "launch">): Promise<number> {
  const { createClients, unregisterAndSay } = await later();
  const clients = createClients(clientsOptions(begun, openCompanyPolicy(platform, env)));
  return unregisterAndSay(clients, (line) => process.stdout.write(`${line}\n`));
}

export async function run(begun: Begun): Promise<void> {
  const { paths, launch, early, log, flush, hidden, tray, follow, shortcutsAsked } = begun;
  const trayHost = tray !== null;
  const companyReader = openCompanyPolicy(platform, env);
  // What the app asks for is in its own settings.
  const keychain = openCredentials(() => true);
  const packaged = flatpak ? flatpakCommand(flatpak) : [ownAppImage(process.execPath, env) ?? process.execPath];
  const command = app.isPackaged ? packaged : [process.execPath, paths.app];
  const autostart = createAutostart({ platform, env: hostEnv, home, command, entryName: desktopEntry }, app);
  const proof = new TrayProof(paths.home);
  const { launcher } = paths;
  const hosts = new SessionHosts({
    home: paths.home,
    start: hostStarter({ ...launch, home: paths.home, env, launcher }),
    outlives: !env.APPIMAGE && flatpak === null,
    log,
  });

  /** These come after the menu of the tray. */
  let questions: Confirmations | undefined;
  let losses: ReturnType<Clients["watchEntries"]> | undefined;
  let allowQuit: (() => void) | undefined;
  let isEnding = false;
  /** Nobody listens before there is a window. */
  let notify: ReturnType<typeof notifier> = () => undefined;
  const fetch: typeof boundedFetch = async (input, ...more) => {
    await proxies.learn([String(input)]);
    return boundedFetch(input, ...more);
  };
  const core = createCore({
    company: companyReader.current,
    home: paths.home,
    version: app.getVersion(),
    platform,
    openBackend: openElectronStore,
    keychain,
    startServer: serverStarter({ ...launch, home: paths.home, env, cwd: paths.home, proof }),
    systemLanguages: () => app.getPreferredSystemLanguages(),
    autostart,
    fetch,
    findWay: (account) => proxies.learn(addressesOf(account)),
    openBrowser: async (address, shown) => system.openLink(signInTarget(address, shown)),
    standIn: (service) => (app.isPackaged ? undefined : standInFor(service, env)),
    isOnline: () => electron.net.isOnline(),
    hasTray: () => trayHost,
    away: () => opened.away.current(),
    shortcuts: () => shortcuts.view(),
    updates: () => updates.view(),
    booked: (done, total) => notify("calendar:progress", { done, total }),
    log,
    importProgress: (value) => notify("imports:progress", value),
    show: (state, t) => {
      tray?.render(state, t);
      notify("state:changed", state);
      opened.away.check();
      reminders.plan();
      damage.check();
    },
  });
  const { timer, settings } = core;
  const proxies = new SystemProxies({
    home: paths.home,
    resolve: (address) => electron.session.defaultSession.resolveProxy(address),
    accounts: () => settings.get().accounts,
    changed: () => void core.readActive(),
    log,
  });
  const companyChanged = () => {
    core.companyChanged();
    updates.plan();
  };
  const company = new CompanyPolicyWatch({ reader: companyReader, changed: companyChanged, log });
  const companyRead = company.start();
  const damage = followDamage(core, early);
  const quit = () => app.quit();
  const system = createSystem(electron, { log: paths.log, t: core.t, quit });
  const ownCalendar = new OwnCalendar({
    settings,
    keychain: openKeychain(),
    fetch,
    read: calendarReader(paths.calendar),
    chooseFile: system.chooseCalendar,
    now: () => Date.now(),
    log,
  });
  const opened = openAway(electron, core, {
    home: paths.home,
    platform,
    env,
    log,
    show: (name) => early.show(name),
    showSettings: () => early.show("main", "general"),
    hide: () => early.destroy("away"),
    told: (question) => notify("away:changed", question),
  });
  const reminders = openReminders(electron, core, {
    home: paths.home,
    log,
    show: (name, page) => early.show(name, page),
  });
  const updates = openUpdates(electron, core, {
    platform,
    env,
    home: paths.home,
    asks: () => (questions?.current() ?? null) !== null || opened.away.current() !== null,
    show: () => early.show("main", "general"),
    log,
  });
  const act = trayActions({
    update: () => updates.install(),
    timer,
    chooseAccount: core.useAccount,
    show: (name, page, task) => early.show(name, page, task),
    quit,
    log,
  });
  follow(act);
  const shortcuts = new Shortcuts({
    system: electron.globalShortcut,
    settings,
    platform,
    log,
    act: shortcutActions({
      state: core.state,
      act,
      hasTray: trayHost,
      show: (name, task) => early.show(name, undefined, task),
      isMainInFront: () => early.isInFront("main"),
    }),
    changed: core.changed,
    now: () => Date.now(),
  });
  followSystemEvents(electron, core, {
    woke: () => {
      // Until then nothing answers.
      if (!losses) return;
      proof.announceIfPossible(log);
      void proxies.look();
      void losses.look();
    },
    mayQuit: (waiting) => mayQuit(electron.dialog, core.t(), core.state(), waiting),
    quitting: () => {
      isEnding = true;
      losses?.stop();
      company.stop();
      proxies.stop();
      updates.stop();
      opened.away.stop();
      shortcuts.stop();
      ownCalendar.stop();
      reminders.stop();
      allowQuit?.();
      questions?.stop();
      hosts.stop();
      proof.withdraw(log);
    },
    beforeExit: () => tray?.destroy(),
    flush,
    log,
  });
  core.changed();

  await companyRead;
  const parts = await later().catch((error: unknown) => endIncomplete(electron, core.t, { error, log, flush }));
  // One made now would keep the app from ending.
  if (!parts || isEnding) return;
  const clients = parts.createClients(clientsOptions(begun, companyReader));
  secureSession(electron.session.defaultSession, app.isPackaged);
  electron.protocol.handle(scheme, pageServer(paths.pages));

  const waits = parts.questionNotice(
    electron,
    { platform, env },
    () => ({ title: core.t()("notification.asksTitle"), body: core.t()("notification.asksBody") }),
    () => windows.show("confirm"),
  );
  const confirmations = new parts.Confirmations({
    open: (changed) => parts.openAskFolder(paths.home, changed, log),
    scheduler: new Scheduler(),
    labelOf: clients.labelOf,
    show() {
      windows.show("confirm");
      waits.show();
    },
    hide() {
      windows.destroy("confirm");
      waits.end();
    },
    changed: (question) => notify("confirm:changed", question),
    log,
  });
  questions = confirmations;
  const windows = parts.createWindows(electron, core, {
    paths,
    log,
    hasTray: trayHost,
    trayBounds: () => tray?.bounds() ?? null,
    picture: app.isPackaged ? undefined : env.PUNCHCARD_PICTURE,
    quit,
    confirmations,
    away: opened.window,
  });
  notify = parts.notifier((channel, value) => windows.send(channel, value), { check: !app.isPackaged, log });

  const diagnostics = {
    keychain,
    core,
    clients,
    tray: trayHost,
    presence: opened.tells,
    shortcuts: () => shortcuts.view(),
    platform,
    proxies: () => proxyUse(env),
    log,
    system: {
      punchcard: app.getVersion(),
      electron: process.versions.electron ?? "",
      system: `${platform} ${process.arch}`,
    },
  };
  const handlers = parts.createHandlers({
    ...core,
    windows,
    confirmations,
    clients,
    system,
    timeSheets: createTimeSheets({ ...launch, home: paths.home, env }),
    away: opened.away,
    shortcuts,
    updates,
    ownCalendar,
    checks: () => parts.runChecks(diagnostics),
    report: (checks) => parts.reportText(checks, diagnostics, new Date().toISOString()),
    notifyPermissions: (view) => notify("permissions:changed", view),
    notifyClients: (list) => notify("clients:changed", list),
    notifyProgress: (progress) => notify("entries:progress", progress),
  });
  parts.handleAll(electron.ipcMain, handlers, { origin, log, checkAnswers: !app.isPackaged });
  early.become(windows);
  allowQuit = () => windows.allowQuit();
  // Not before: macOS tells of the start itself too, which may be a hidden one.
  app.on("activate", () => windows.showFirst());

  losses = clients.watchEntries((lost) => {
    log("entry lost", { clients: lost.map(({ id }) => id) });
    entryLossNotice(electron, core.t(), lost, () => windows.show("main", "clients"));
  });
  // First what answers, then the word that there is somebody to ask.
  confirmations.start();
  proof.announceIfPossible(log);
  log("started", { version: app.getVersion(), tray: trayHost });
  void shortcutsAsked.then((by) => shortcuts.start(by));
  // A damaged time sheet is told before anything else is shown.
  const opening = hidden ? Promise.resolve() : firstReading(core).then(() => windows.showFirst());
  // Whatever stopped it: its person has to hear of what it left.
  if (core.imports.isOpen()) void opening.then(() => windows.show("main", "import"));
  core.changed();
  // The first window gets its answers first: this loads what it does not need.
  setTimeout(() => {
    opened.away.start();
    updates.plan();
    proxies.start();
    const bound = paths.home === ownHome() ? Promise.resolve() : core.accounts.bindCredentials();
    void bound.then(() => core.readActive());
    autostart.heal().catch((error: unknown) => log("start at login", { error: String(error) }));
    clients
      .refreshLauncher()
      .then(({ usesProgram, moved, refused }) => {
        if (moved.length + refused.length > 0) log("entries moved", { moved, refused });
        if (launch.program !== undefined && !usesProgram)
          log("launcher", { error: "its program cannot be started here" });
        return usesProgram ? hosts.listen() : undefined;
      })
      .catch((error: unknown) => log("launcher", { error: String(error) }));
    clients.removeOldBackups().catch((error: unknown) => log("old copies", { error: String(error) }));
  }, 100);
}

/** Of a time sheet of this computer, and that no longer than a person waits for a window; services are not waited for. */
async function firstReading(core: Core): Promise<void> {
  const { accounts, activeAccount } = core.settings.get();
  const service = accounts.find(({ id }) => id === activeAccount)?.service;
  if (service === undefined || !descriptorOf(service).isLocal) return;
  await Promise.race([core.readActive(), new Promise((resolve) => setTimeout(resolve, 1_500))]);
}
