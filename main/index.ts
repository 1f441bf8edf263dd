import { homedir } from "node:os";
import { join } from "node:path";
import * as electron from "electron";
import { allowsClient } from "../mcp-server/domain/company-policy";
import { ownAppImage } from "../mcp-server/platform/app-image";
import { openCompanyPolicy } from "../mcp-server/platform/company-policy/reader";
import { openCredentials, ownHome } from "../mcp-server/platform/credentials";
import { openKeychain } from "../mcp-server/platform/keychain";
import { proxyUse } from "../mcp-server/platform/system-proxy";
import { descriptorOf, standInFor } from "../mcp-server/services/descriptors";
import { networkFetch } from "./accounts/sign-in/network";
import { type Core, createCore } from "./app/core";
import { followSecondStarts, followSystemEvents } from "./app/lifecycle";
import { Scheduler } from "./app/scheduler";
import { openAway } from "./away/open";
import type { Clients } from "./clients";
import type { Confirmations } from "./confirm";
import { atLogin, createAutostart, startedAtLogin } from "./desktop/autostart";
import { endIncomplete } from "./desktop/end-incomplete";
import { entryLossNotice } from "./desktop/entry-loss-notice";
import { flatpakCommand, hostEnvironment, ownFlatpak } from "./desktop/flatpak";
import { openLog } from "./desktop/log";
import { appId, desktopEntry, launchOf, pathsOf } from "./desktop/paths";
import { mayQuit } from "./desktop/quit-question";
import { createSystem } from "./desktop/system";
import { hasTrayHost, waitForTrayHost } from "./desktop/tray-host";
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
import { needsPortal, shortcutSupport } from "./shortcuts/support";
import { TrayController } from "./tray";
import { trayActions } from "./tray/actions";
import { openUpdates } from "./updates/open";
import { EarlyWindows } from "./windows/early";
import { signInTarget } from "./windows/links";
import { pageServer, registerScheme } from "./windows/protocol";
import { followDamage } from "./windows/restore";
import { guardContents, origin, scheme, secureSession } from "./windows/security";

/** Wiring only: each concern is told what it needs, and what it does stands in its own folder. */
const { app } = electron;
const { platform, env } = process;
const home = homedir();
const paths = pathsOf(app.getAppPath(), env);
const launch = launchOf(paths.app, env);
// Before any window: by it Windows groups them, pins them and names who notifies.
if (platform === "win32") app.setAppUserModelId(appId);
if (paths.userData) app.setPath("userData", paths.userData);
// As root (CI) Chromium only starts without its OS sandbox; asking for both ends in a crash loop.
if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
// Asked while Electron starts, because the answer takes a program of its own.
const askTrayHost = () => hasTrayHost(platform, env);
const trayHostAsked = process.argv.includes(atLogin) ? waitForTrayHost(askTrayHost) : askTrayHost();
const shortcutsAsked = shortcutSupport(platform, env);
if (needsPortal(platform, env)) {
  const features = app.commandLine.getSwitchValue("enable-features");
  app.commandLine.appendSwitch("enable-features", [features, "GlobalShortcutsPortal"].filter(Boolean).join(","));
}
registerScheme(electron.protocol);
guardContents(app);
if (platform !== "darwin") electron.Menu.setApplicationMenu(null);

const { backups, extension } = paths;
const flatpak = ownFlatpak(process.execPath, env);
/** As AI clients and the desktop have it. */
const hostEnv = hostEnvironment(process.execPath, env);
const companyReader = openCompanyPolicy(platform, env);
/** What only comes after the tray is read after it: that is half of all the app's code. */
const later = () => import("./after-tray");
const clientsOptions = {
  isAllowed: (id: string) => allowsClient(companyReader.current(), id),
  platform,
  env: hostEnv,
  home,
  punchcardHome: paths.home,
  launch,
  backups,
  extension,
  worker: join(__dirname, "..", "formats", "index.js"),
};
/** What is asked of windows before they are made: by clicks in the tray, by a second start, by what is noticed. */
const early = new EarlyWindows();
const say = (line: string) => process.stdout.write(`${line}\n`);
// For uninstallers: beside an app that may still run, without a window or an icon.
if (process.argv.includes("--unregister-all"))
  void later()
    .then(({ createClients, unregisterAndSay }) => unregisterAndSay(createClients(clientsOptions), say))
    .catch((error: Error) => {
      say(error.message);
      return 1;
    })
    .then((code) => app.exit(code));
else if (app.requestSingleInstanceLock()) {
  followSecondStarts(app, () => early.showFirst());
  void app.whenReady().then(start);
} else app.quit();

async function start(): Promise<void> {
  const { log, flush } = openLog(paths.log);
  const trayHost = await trayHostAsked;
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

  /** These come after the tray. */
  let questions: Confirmations | undefined;
  let losses: ReturnType<Clients["watchEntries"]> | undefined;
  let allowQuit: (() => void) | undefined;
  let isEnding = false;
  /** Nobody listens before there is a window. */
  let notify: ReturnType<typeof notifier> = () => undefined;
  const fetch: typeof networkFetch = async (input, ...more) => {
    await proxies.learn([String(input)]);
    return networkFetch(input, ...more);
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
    read: calendarReader(join(__dirname, "..", "calendar", "index.js")),
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
  const onTray = { platform, resources: paths.app, desktop: env.XDG_CURRENT_DESKTOP, act };
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
  const tray = trayHost ? new TrayController(electron, onTray) : null;
  // As soon as there is an icon there are clicks on it, Quit too.
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

  // The icon gets to the panel first; what windows need comes after it.
  const hidden = startedAtLogin(platform, process.argv, app) && trayHost;
  await new Promise((resolve) => setTimeout(resolve, hidden ? 50 : 0));
  await companyRead;
  const parts = await later().catch((error: unknown) => endIncomplete(electron, core.t(), { error, log, flush }));
  // One made now would keep the app from ending.
  if (!parts || isEnding) return;
  const clients = parts.createClients(clientsOptions);
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
    launcher: paths.launcher,
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
  // The icon gets to the panel first: this loads what it does not need.
  setTimeout(() => {
    opened.away.start();
    updates.plan();
    proxies.start();
    const bound = paths.home === ownHome() ? Promise.resolve() : core.accounts.bindCredentials();
    void bound.then(() => core.readActive());
    autostart.heal().catch((error: unknown) => log("start at login", { error: String(error) }));
    clients
      .refreshLauncher()
      .then(() => (launch.program === undefined ? undefined : hosts.listen()))
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
