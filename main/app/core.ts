import { accountResult } from "../../mcp-server/domain/results";
import type { CredentialStore } from "../../mcp-server/platform/credentials";
import type { KnownService } from "../../mcp-server/services";
import { descriptorOf } from "../../mcp-server/services/descriptors";
import { Accounts } from "../accounts";
import { AccountFactsCache } from "../accounts/facts";
import { networkFetch } from "../accounts/sign-in/network";
import type { Autostart } from "../desktop/autostart";
import { watchChanges } from "../desktop/watch-changes";
import type { AppState } from "../ipc/contract";
import { languageOf, type Translate, translator } from "../locales";
import { callOnce, SharedServer } from "../server";
import type { StartServer } from "../server/spawn";
import { type OpenBackend, openSettings } from "../settings/store";
import { openCommandJournal } from "../timer/command-journal";
import { Timer } from "../timer/timer";
import { AppFailure, type Log } from "./failure";
import { Scheduler } from "./scheduler";
import { Absences } from "./state/absences";
import { appStateOf } from "./state/app-state";
import { Entries } from "./state/entries";
import { Reports } from "./state/reports";
import { watchOnline } from "./watch-online";

export interface CoreDeps {
  home: string;
  version: string;
  platform: NodeJS.Platform;
  openBackend: OpenBackend;
  keychain: CredentialStore;
  startServer: StartServer;
  systemLanguages(): string[];
  autostart: Autostart;
  /** Opens the person's browser for signing in: at this origin and nowhere else. */
  openBrowser(address: string, origin: string): Promise<void>;
  /** For signing in; absent: over the network as the server asks. */
  fetch?: (input: string | URL, init?: RequestInit) => Promise<Response>;
  /** Where something stands in for a service that has one address for everybody. */
  standIn?(service: KnownService): string | undefined;
  isOnline(): boolean;
  hasTray(): boolean;
  log: Log;
  /** The state as it is now; called once for all changes of one turn. */
  show(state: AppState, t: Translate): void;
}

export type Core = ReturnType<typeof createCore>;

const factsAge = 10 * 60_000;
/** Where a whole company shares one small quota, of which this takes nine requests. */
const sparingAge = 4 * 3_600_000;
/** A timer that cannot be read does not find out that its person was signed out: whoever comes to look must see it. */
const signedInAge = 60_000;

/** All of the app that is not Electron: settings, server, accounts and the timer, wired to one another. */
export function createCore(deps: CoreDeps) {
  const { log, home, version } = deps;
  const settings = openSettings({ dir: home, open: deps.openBackend, log });
  const active = () => settings.get().activeAccount;
  let t = translator(languageOf(settings.get().ui.language, deps.systemLanguages()));
  let startAtLogin: boolean | null = null;
  let showing: NodeJS.Immediate | null = null;
  let stopping = false;
  let writes = 0;

  const state = (): AppState =>
    appStateOf({
      settings: settings.get(),
      settingsProblem: settings.problem(),
      accounts: settings.get().accounts.map((account) => facts.view(account, accounts.isSessionOnly(account.id))),
      timer: timer.view(),
      version,
      language: languageOf(settings.get().ui.language, deps.systemLanguages()),
      startAtLogin,
      platform: deps.platform,
      tray: deps.hasTray(),
      writes,
      now: Date.now(),
    });
  const changed = () => {
    // Tray and windows are going or gone: touching them would throw.
    if (stopping) return;
    showing ??= setImmediate(() => {
      showing = null;
      deps.show(state(), t);
      online.check();
    });
  };

  const server = new SharedServer({
    start: deps.startServer,
    hello: () => accounts.hello(),
    version,
    log,
    rotated: (account, secret) => accounts.rotated(account, secret),
  });
  const facts = new AccountFactsCache({ server, now: () => Date.now(), changed, log });
  const journal = openCommandJournal(home, log);
  const timer = new Timer({
    server,
    scheduler: new Scheduler(),
    journal,
    account: active,
    reopens: (id) => {
      const service = settings.get().accounts.find((account) => account.id === id)?.service;
      return service === undefined || descriptorOf(service).capabilities.includes("reopening");
    },
    unreadableReason: async (id) => {
      await facts.read(id, facts.last(id)?.failure ? signedInAge : factsAge);
      const { refused } = facts.of(id) ?? {};
      return refused?.["timer.create"] === undefined ? (refused?.["timer.read"] ?? null) : null;
    },
    changed,
    called: (account, failure) => facts.noteCall(account, failure),
    log,
  });
  const readActive = async () => {
    const account = active();
    if (account === null) return;
    await Promise.all([timer.refresh({ recent: true }), facts.of(account) ? undefined : facts.read(account)]);
  };
  const accounts = new Accounts({
    settings,
    keychain: deps.keychain,
    home,
    signIn: {
      fetch: deps.fetch ?? networkFetch,
      openBrowser: deps.openBrowser,
      words: () => ({ title: t("signIn.title"), done: t("signIn.done"), failed: t("signIn.failed") }),
      log,
    },
    platform: deps.platform,
    prove: (hello, account, signal, rotated) =>
      callOnce(
        { start: deps.startServer, version, log, hello, rotated },
        "get_account",
        { account, show: ["rights"] },
        accountResult,
        { signal },
      ),
    ready: () => timer.settled(),
    personOf: (account) => facts.of(account)?.person.id ?? null,
    changed: (account, proof) => {
      if (proof) facts.learn(account, proof);
      else facts.forget(account);
      // The id of an account that is gone may be another one's later.
      if (!settings.get().accounts.some(({ id }) => id === account)) journal.drop(account);
      // A server that runs would find out by itself, but perhaps only after the next call.
      server.renew();
      timer.reset(proof ? account : undefined);
      void readActive();
    },
    serviceName: (service) => t(`services.${service}`),
    standIn: deps.standIn,
  });
  const written = () => {
    writes += 1;
    changed();
    void timer.refresh({ recent: true });
  };
  const entries = new Entries({ server: facts.watched(), account: active, written });
  const absences = new Absences({ server: facts.watched(), account: active, written });
  const reports = new Reports({ server, account: active });
  const online = watchOnline({
    scheduler: new Scheduler(),
    isOnline: deps.isOnline,
    isStale: () => timer.view().stale,
    back: () => void timer.refresh(),
  });

  settings.onChange(() => {
    t = translator(languageOf(settings.get().ui.language, deps.systemLanguages()));
    changed();
  });
  const stopWatching = watchChanges(home, written, log);

  return {
    settings,
    server,
    facts,
    timer,
    accounts,
    entries,
    absences,
    reports,
    state,
    t: () => t,
    changed,
    readActive,
    /** Also reads what the system may have changed behind our back. */
    async snapshot(): Promise<AppState> {
      startAtLogin = await deps.autostart.read().catch(() => null);
      return state();
    },
    async setStartAtLogin(on: boolean): Promise<void> {
      await deps.autostart.set(on);
      startAtLogin = await deps.autostart.read();
      changed();
    },
    async useAccount(accountId: string): Promise<void> {
      if (!settings.get().accounts.some(({ id }) => id === accountId))
        throw new AppFailure({ code: "not_found", message: "This account is not connected.", saved: "no" });
      await timer.settled();
      if (active() === accountId) return;
      settings.update((draft) => {
        draft.activeAccount = accountId;
      });
      timer.reset();
      await readActive();
    },
    /** A window was shown: what it shows should be fresh. */
    async shown(everything: boolean): Promise<void> {
      void timer.refresh();
      if (everything)
        await Promise.all(
          settings
            .get()
            .accounts.map(({ id, service, mcpUrl }) =>
              facts.read(
                id,
                mcpUrl !== undefined
                  ? signedInAge
                  : descriptorOf(service).polling === "sparing"
                    ? sparingAge
                    : factsAge,
              ),
            ),
        );
    },
    async stop(): Promise<void> {
      stopping = true;
      stopWatching();
      timer.sleep();
      if (showing) clearImmediate(showing);
      // A write that was sent is waited for a little: quitting must not be what makes it unknown.
      await Promise.race([timer.settled(), new Promise((resolve) => setTimeout(resolve, 3_000))]);
      await server.stop();
    },
  };
}
