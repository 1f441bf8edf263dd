import { noPolicy, type PolicyState } from "#core/domain/company-policy/index";
import { accountResult } from "#core/domain/results/account";
import { boundedFetch } from "#core/platform/browser-sign-in/bounded-fetch";
import type { CredentialStore } from "#core/platform/credentials";
import type { AccountSettings } from "#core/platform/settings";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { KnownService } from "#core/service-catalog/index";
import { Accounts } from "../accounts";
import { AccountFactsCache } from "../accounts/facts";
import type { Autostart } from "../desktop/autostart";
import { watchChanges } from "../desktop/watch-changes";
import type { Notification } from "../ipc/contract";
import type { AppState } from "../ipc/contract/app-state";
import type { AwayQuestion } from "../ipc/contract/timer/away";
import { languageOf, type Translate, translator } from "../locales";
import { CalendarBookings } from "../own-calendar/bookings";
import { type CalendarMemory, openCalendarMemory } from "../own-calendar/memory";
import { quietHours } from "../policy";
import { companyView } from "../policy/view";
import { callOnce, SharedServer } from "../server";
import type { StartServer } from "../server/spawn";
import { type OpenBackend, openSettings } from "../settings/store";
import { type LastKnown, openLastKnown } from "../timer/last-known";
import { openOutboxFile } from "../timer/outbox-file";
import { Timer } from "../timer/timer";
import { noUpdates } from "../updates/view";
import { type Log, notSaved } from "./failure";
import { Scheduler } from "./scheduler";
import { Absences } from "./state/absences";
import { Activity } from "./state/activity";
import { appStateOf } from "./state/app-state";
import { type Asides, openAsides } from "./state/asides";
import { BulkEntries } from "./state/bulk-entries";
import { type Drafts, openDrafts } from "./state/drafts";
import { Entries } from "./state/entries";
import { EntrySearch } from "./state/entry-search";
import { Favorites } from "./state/favorites";
import { Imports } from "./state/imports";
import { Projects } from "./state/projects";
import { Reports } from "./state/reports";
import { WorkingTime } from "./state/working-time";
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
  fetch?: typeof boundedFetch;
  /** Finds out how this account's service is reached before it is asked for the first time. */
  findWay?(account: AccountSettings): Promise<void>;
  /** Where something stands in for a service that has one address for everybody. */
  standIn?(service: KnownService): string | undefined;
  isOnline(): boolean;
  hasTray(): boolean;
  /** Told how many of the entries made of the own calendar have been written. */
  booked?(done: number, total: number): void;
  /** The absence that waits for its answer. */
  away?(): AwayQuestion | null;
  /** Keys that work from anywhere. */
  shortcuts?(): AppState["shortcuts"];
  /** New versions of the app; absent: none are looked for. */
  updates?(): AppState["updates"];
  /** What the company says on this computer; absent: nothing. */
  company?(): PolicyState;
  log: Log;
  /** How far an import is. */
  importProgress(value: Notification<"imports:progress">): void;
  /** The state as it is now; called once for all changes of one turn. */
  show(state: AppState, t: Translate): void;
}

const factsAge = 10 * 60_000;
/** Where a whole company shares one small quota, of which this takes nine requests. */
const sparingAge = 4 * 3_600_000;
/** A timer that cannot be read does not find out that its person was signed out: whoever comes to look must see it. */
const signedInAge = 60_000;

export const createCore = (deps: CoreDeps) => new Core(deps);

/** All of the app that is not Electron: settings, server, accounts and the timer, wired to one another. */
export class Core {
  readonly settings: ReturnType<typeof openSettings>;
  readonly server: SharedServer;
  readonly facts: AccountFactsCache;
  readonly timer: Timer;
  readonly accounts: Accounts;
  readonly entries: Entries;
  readonly search: EntrySearch;
  readonly bulk: BulkEntries;
  readonly drafts: Drafts;
  readonly asides: Asides;
  readonly favorites: Favorites;
  readonly bookings: CalendarBookings;
  private readonly calendarMemory: CalendarMemory;
  readonly absences: Absences;
  readonly workingTime: WorkingTime;
  readonly projects: Projects;
  readonly reports: Reports;
  private readonly outbox: ReturnType<typeof openOutboxFile>;
  private readonly lastKnown: LastKnown;
  readonly activity: Activity;
  readonly imports: Imports;
  private readonly online: ReturnType<typeof watchOnline>;
  private readonly stopWatching: () => void;
  private translate: Translate;
  private startAtLogin: boolean | null = null;
  private showing: NodeJS.Immediate | null = null;
  private stopping = false;
  private writes = 0;

  constructor(private readonly deps: CoreDeps) {
    const { home, log, version } = deps;
    this.settings = openSettings({ dir: home, open: deps.openBackend, log });
    this.translate = translator(this.language());
    this.server = new SharedServer({
      start: deps.startServer,
      hello: () => this.accounts.hello(),
      version,
      log,
      rotated: (account, secret) => this.accounts.rotated(account, secret),
    });
    this.facts = new AccountFactsCache({ server: this.server, now: () => Date.now(), changed: this.changed, log });
    this.outbox = openOutboxFile(home, log);
    this.lastKnown = openLastKnown(home, log);
    this.timer = this.createTimer();
    this.accounts = this.createAccounts();
    const { written, active: account } = this;
    this.entries = new Entries({ server: this.facts.watched(), account, written });
    this.bulk = new BulkEntries({ server: this.facts.watched(), account, written });
    this.search = new EntrySearch({ server: this.server, account });
    this.drafts = openDrafts(home, new Scheduler(), log);
    const { settings, server, changed } = this;
    this.favorites = new Favorites({ server, settings, changed, now: () => Date.now(), log });
    this.calendarMemory = openCalendarMemory(home, log);
    this.asides = openAsides(home, { sheets: this.sheets, changed, log });
    this.bookings = new CalendarBookings({
      server: this.facts.watched(),
      account,
      memory: this.calendarMemory,
      written,
      log,
      progress: (done, total) => deps.booked?.(done, total),
    });
    this.absences = new Absences({ server: this.facts.watched(), account, written });
    const before = (id: string) => this.settings.get().accounts.find((one) => one.id === id)?.targetSeconds ?? null;
    this.workingTime = new WorkingTime({ server: this.facts.watched(), before, written });
    const service = (id: string) => this.settings.get().accounts.find((one) => one.id === id)?.service;
    this.projects = new Projects({ server: this.facts.watched(), requests: this.server, service, written });
    this.reports = new Reports({ server: this.server, account });
    this.activity = new Activity({ server: this.server, written });
    this.imports = new Imports({ server: this.server, home, progress: deps.importProgress, written });
    this.online = watchOnline({
      scheduler: new Scheduler(),
      isOnline: deps.isOnline,
      isStale: () => this.timer.view().stale,
      back: () => void this.timer.refresh(),
    });
    this.settings.onChange(() => {
      this.translate = translator(this.language());
      this.changed();
    });
    this.stopWatching = watchChanges(home, written, log);
  }

  private createTimer(): Timer {
    const { settings, facts, server, outbox, lastKnown, active: account, changed } = this;
    return new Timer({
      server,
      scheduler: new Scheduler(),
      outbox,
      lastKnown,
      account,
      reopens: (id) => {
        const service = settings.get().accounts.find((account) => account.id === id)?.service;
        return service === undefined || descriptorOf(service).capabilities.includes("reopening");
      },
      stamps: (id) => {
        const booking = facts.of(id)?.booking;
        return booking ? booking.free_times === false : (lastKnown.of(id)?.stamps ?? false);
      },
      unreadableReason: async (id) => {
        await facts.read(id, facts.last(id)?.failure ? signedInAge : factsAge);
        const { refused } = facts.of(id) ?? {};
        return refused?.["timer.create"] === undefined ? (refused?.["timer.read"] ?? null) : null;
      },
      changed,
      called: (account, failure) => facts.noteCall(account, failure),
      log: this.deps.log,
    });
  }

  private createAccounts(): Accounts {
    const { deps, settings, facts } = this;
    const { keychain, home, log, version, platform, standIn } = deps;
    return new Accounts({
      settings,
      keychain,
      home,
      signIn: {
        fetch: deps.fetch ?? boundedFetch,
        openBrowser: deps.openBrowser,
        words: () => ({
          title: this.translate("signIn.title"),
          done: this.translate("signIn.done"),
          failed: this.translate("signIn.failed"),
        }),
        log,
      },
      platform,
      prove: async (hello, account, signal, rotated) => {
        if (hello.account) await deps.findWay?.(hello.account);
        return callOnce(
          { start: deps.startServer, version, log, hello, rotated },
          "get_account",
          { account, show: ["rights"] },
          accountResult,
          { signal },
        );
      },
      ready: () => this.timer.settled(),
      company: this.company,
      personOf: (account) => facts.of(account)?.person.id ?? null,
      changed: (account, proof) => this.accountChanged(account, proof),
      serviceName: (service) => this.translate(`services.${service}`),
      standIn,
    });
  }

  private accountChanged(account: string, proof: Parameters<AccountFactsCache["learn"]>[1] | null): void {
    if (proof) this.facts.learn(account, proof);
    else this.facts.forget(account);
    // It may be another person's now.
    this.lastKnown.drop(account);
    // The id of an account that is gone may be another one's later.
    if (!this.settings.get().accounts.some(({ id }) => id === account)) {
      this.outbox.put(account, []);
      this.drafts.dropAccount(account);
      this.calendarMemory.dropAccount(account);
    }
    // A server that runs would find out by itself, but perhaps only after the next call.
    this.server.renew();
    this.timer.reset(proof ? account : undefined);
    void this.readActive();
  }

  company = (): PolicyState => this.deps.company?.() ?? noPolicy;

  /** The company says something else: what was read under the former policy is read again. */
  companyChanged = (): void => {
    const quiet = quietHours(this.company());
    if (this.settings.isNew() && quiet) this.settings.update(({ ui }) => Object.assign(ui.reminders.quiet, quiet));
    this.changed();
    void this.readActive();
    for (const { id } of this.settings.get().accounts) void this.facts.read(id);
  };

  private active = () => this.settings.get().activeAccount;

  private sheets = () =>
    this.settings
      .get()
      .accounts.filter(({ service }) => descriptorOf(service).isLocal)
      .map(({ file }) => file ?? null);

  private language = () => languageOf(this.settings.get().ui.language, this.deps.systemLanguages());

  private written = () => {
    this.writes += 1;
    this.changed();
    void this.timer.refresh({ recent: true });
  };

  t = () => this.translate;

  /** The time sheet in use waits for its person to choose how to go on. */
  isSheetDamaged = (): boolean => {
    const id = this.active();
    return id !== null && this.facts.last(id)?.failure?.code === "damaged";
  };

  state = (): AppState =>
    appStateOf({
      settings: this.settings.get(),
      settingsProblem: this.settings.problem(),
      settingsCopy: this.settingsCopy(),
      asides: this.asides.list(),
      company: companyView(this.company()),
      clicksKept: this.outbox.isKept(),
      accounts: this.settings
        .get()
        .accounts.map((account) => this.facts.view(account, this.accounts.isSessionOnly(account.id))),
      timer: this.timer.view(),
      version: this.deps.version,
      language: this.language(),
      startAtLogin: this.startAtLogin,
      platform: this.deps.platform,
      tray: this.deps.hasTray(),
      writes: this.writes,
      now: Date.now(),
      away: this.deps.away?.() ?? null,
      favorites: this.favorites.list(),
      shortcuts: this.deps.shortcuts?.() ?? { by: "none", list: [] },
      updates: this.deps.updates?.() ?? noUpdates,
    });

  /** Shows the state once for all changes of one turn. */
  changed = (): void => {
    // Tray and windows are going or gone: touching them would throw.
    if (this.stopping) return;
    this.showing ??= setImmediate(() => {
      this.showing = null;
      this.deps.show(this.state(), this.translate);
      this.online.check();
    });
  };

  readActive = async (): Promise<void> => {
    const account = this.active();
    if (account === null) return;
    const { facts, timer } = this;
    await Promise.all([timer.refresh({ recent: true }), facts.of(account) ? undefined : facts.read(account)]);
  };

  /** Also reads what the system may have changed behind our back. */
  snapshot = async (): Promise<AppState> => {
    this.asides.look();
    this.startAtLogin = await this.deps.autostart.read().catch(() => null);
    return this.state();
  };

  setStartAtLogin = async (on: boolean): Promise<void> => {
    await this.deps.autostart.set(on);
    this.startAtLogin = await this.deps.autostart.read();
    this.changed();
  };

  private settingsCopy(): AppState["settingsCopy"] {
    const copy = this.settings.goodCopy();
    return copy && { at: copy.at, accounts: copy.settings.accounts.map(({ label }) => label) };
  }

  restoreSettings = async (): Promise<void> => {
    await this.timer.settled();
    this.settings.restore();
    this.server.renew();
    this.timer.reset();
    void this.readActive();
  };

  useAccount = async (accountId: string): Promise<void> => {
    if (!this.settings.get().accounts.some(({ id }) => id === accountId))
      throw notSaved("not_found", "This account is not connected.");
    await this.timer.settled();
    if (this.active() === accountId) return;
    this.settings.update((draft) => {
      draft.activeAccount = accountId;
    });
    this.timer.reset();
    await this.readActive();
  };

  /** A window was shown: what it shows should be fresh. */
  async shown(everything: boolean): Promise<void> {
    void this.timer.refresh();
    // A server may have put one aside, or the person may have taken one away.
    this.asides.look();
    this.changed();
    if (!everything) return;
    const { accounts } = this.settings.get();
    await Promise.all(accounts.map((account) => this.facts.read(account.id, factsAgeOf(account))));
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.stopWatching();
    this.drafts.stop();
    this.timer.sleep();
    if (this.showing) clearImmediate(this.showing);
    // A write that was sent is waited for a little: quitting must not be what makes it unknown.
    await Promise.race([this.timer.settled(), new Promise((resolve) => setTimeout(resolve, 3_000))]);
    await this.server.stop();
  }
}

/** Milliseconds after which the facts of an account are read again for a window. */
function factsAgeOf({ service, mcpUrl }: Pick<AccountSettings, "service" | "mcpUrl">): number {
  if (mcpUrl !== undefined) return signedInAge;
  return descriptorOf(service).polling === "sparing" ? sparingAge : factsAge;
}
