import { levelBound, mayConfirmItself, noPolicy, type PolicyState } from "../domain/company-policy";
import type { InputError } from "../domain/errors";
import type { ListingCondition } from "../domain/listing-condition";
import type { Cell, Level } from "../domain/permission-cells";
import type { ClientLimit } from "../domain/permission-profiles";
import type { ActivityJournal } from "../journal/journal-store";
import type { LoadedSettings } from "../platform/load-settings";
import { Account, type AccountsOptions } from "./account";
import { accountByName } from "./account-by-name";
import { type AccountStorage, sameConnection } from "./account-storage";
import { CapabilityCache } from "./capability-cache";
import type { ListedFacts } from "./capability-file";
import { underCompany } from "./company-bounds";
import { HomeStorage } from "./home-storage";
import { cellsOf, effectiveLevel } from "./permission-matrix";
import {
  companyError,
  noAccountError,
  permissionError,
  permissionNext,
  selfConfirmHint,
  settingsError,
  unknownAccountError,
} from "./policy-errors";
import { type ToolName, toolNames, toolRules, toolState } from "./tool-rules";

export interface AccessPolicyOptions extends Omit<AccountsOptions, "recorded"> {
  client: string;
  /** The app itself, proven: acts for its person, bound by no profile and asked nothing. */
  tray: boolean;
  /** The team server's page for people, which takes the place of the app's settings. */
  page?: string;
}

/** Which accounts this client has and what it may do with each, by settings, client limit, company and the service's own rights. */
export class AccessPolicy {
  private accounts: Account[] = [];
  private loaded: LoadedSettings = { accounts: [], activeAccount: null, limits: {}, problem: null };
  private readonly capabilities: CapabilityCache;
  readonly storage: AccountStorage;

  constructor(readonly options: AccessPolicyOptions) {
    this.storage = options.storage ?? new HomeStorage(options);
    this.capabilities = new CapabilityCache(this.storage.capabilities, options.now);
  }

  /** Of what every account writes. */
  get journal(): ActivityJournal {
    return this.storage.journal;
  }

  /** Takes new settings; connections whose settings did not change stay open. */
  use(settings: LoadedSettings): void {
    const { tray, client } = this.options;
    // The app keeps all it has: its person has to see what is not allowed, and an account refuses for itself.
    const loaded = tray ? settings : underCompany(this.company(), client, settings);
    const before = this.accounts;
    const recorded = { journal: this.journal, client };
    this.loaded = loaded;
    this.accounts = loaded.accounts.map((settings) => {
      const kept = before.find((one) => sameConnection(one.settings, settings));
      return kept ? kept.with(settings) : new Account(settings, { ...this.options, storage: this.storage, recorded });
    });
    for (const old of before)
      if (!loaded.accounts.some((settings) => sameConnection(old.settings, settings)))
        void old.close().catch(() => undefined);
  }

  private limit = (account: Account): ClientLimit => this.loaded.limits[account.settings.id] ?? "same";

  private company = (): PolicyState => this.options.company?.() ?? noPolicy;

  private bound = (cell: Cell): Level => levelBound(this.company(), cell);

  private refused = ({ settings }: Account) => this.capabilities.refused(settings.id, settings.service);

  level(account: Account, cell: Cell): Level {
    if (this.options.tray) return "allow";
    const { permissions } = account.settings;
    return effectiveLevel(permissions, this.limit(account), cell, this.refused(account), this.bound(cell));
  }

  /**
   * What an adapter may fetch whose credential reaches further than its person: as the account's settings say, for the
   * app's own windows too. What an AI may not see of others is not fetched for anybody.
   */
  adapterMay(account: Account, cell: Cell): boolean {
    const limit = this.options.tray ? "same" : this.limit(account);
    const { permissions } = account.settings;
    return effectiveLevel(permissions, limit, cell, this.refused(account), this.bound(cell)) !== "off";
  }

  isOn(tool: ToolName, account: Account): boolean {
    if (this.options.tray) return true;
    const { service, permissions } = account.settings;
    return toolState(tool, service, permissions, this.limit(account), this.refused(account), this.bound) === "on";
  }

  /** Accounts on which this client may do anything at all: others do not exist for it. */
  visible = (): Account[] => this.accounts.filter((account) => toolNames.some((name) => this.isOn(name, account)));

  /** What this client may know of its accounts. */
  views = () => this.visible().map(({ view }) => view);

  /** The visible account that an id or a name means. */
  viewByName = (wanted: string) => accountByName(this.visible(), wanted)?.view;

  hasAccounts = (): boolean => this.accounts.length > 0;

  accountsWith = (tool: ToolName): Account[] => this.accounts.filter((account) => this.isOn(tool, account));

  /** Without any account every tool is listed: each answers what is missing. */
  offers = (tool: ToolName): boolean => !this.hasAccounts() || this.accountsWith(tool).length > 0;

  /** Whether the account has what a parameter is for, and this client may use it. */
  fits(account: Account, { services, field, cells }: ListingCondition): boolean {
    const { id, service } = account.settings;
    const has = (cell: Cell) => cellsOf(service).has(cell) && this.level(account, cell) !== "off";
    return (
      (!services || services.includes(service)) &&
      (!field || this.capabilities.maySet(id, service, field)) &&
      (!cells || cells.some(has))
    );
  }

  /** The accounts of a call of all: also those of which it is not known yet whether they have the tool. */
  accountsForAll = (tool: ToolName): Account[] =>
    this.accounts.filter((account) => this.isOn(tool, account) || this.isPending(tool, account));

  /** Visible accounts that a call of all leaves out, and why. */
  leftOut(tool: ToolName): { account: Account; why: string }[] {
    const asked = this.accountsForAll(tool);
    return this.visible()
      .filter((account) => !asked.includes(account))
      .map((account) => ({ account, why: this.toolError(tool, account).message }));
  }

  /** The account of a call that names none. */
  defaultOf = (among: readonly Account[]) =>
    among.find(({ settings }) => settings.id === this.loaded.activeAccount) ?? among[0];

  /**
   * The account of a call, after the check that this tool is on for it.
   * @throws InputError `settings`, `no_account`, `unknown` or `permission`
   */
  choose(tool: ToolName, wanted: string | undefined): Account {
    const { problem } = this.loaded;
    if (!this.hasAccounts()) throw problem ? settingsError(problem, this.company()) : noAccountError(this.options.page);
    const visible = this.visible();
    const able = this.accountsWith(tool);
    const account =
      wanted === undefined ? this.defaultOf(able.length > 0 ? able : visible) : accountByName(visible, wanted);
    if (!account && wanted !== undefined) throw unknownAccountError(visible);
    if (!account || !this.isOn(tool, account)) throw this.toolError(tool, account);
    return account;
  }

  private get isCommandLine(): boolean {
    return this.options.keychain === false;
  }

  /** Its clients may answer for the person where nobody can be asked. */
  confirmsItself = ({ settings }: Account): boolean =>
    settings.permissions.confirmsItself === true && mayConfirmItself(this.company());

  /** How a person allows that, in the words of a next step. */
  get selfConfirmHint(): string {
    return this.options.page === undefined ? selfConfirmHint(this.isCommandLine) : "";
  }

  /** How a person allows what is off, in the words of a next step. */
  get permissionNext(): string {
    return permissionNext(this.isCommandLine, this.options.page);
  }

  /** Where the service itself leaves nothing of a tool (a plugin is missing), no setting could change that. */
  private toolError(tool: ToolName, account: Account | undefined): InputError {
    const refused = account ? this.refused(account) : {};
    const { needs } = toolRules[tool];
    const reasons = needs.map((cell) => refused[cell]);
    if (needs.every((cell) => this.bound(cell) === "off"))
      return companyError(`${tool} is not allowed here`, this.company());
    const reason = refused[tool] ?? (reasons.every((one) => one !== undefined) ? reasons[0] : undefined);
    return permissionError(`${tool} is not allowed here`, reason, this.permissionNext);
  }

  /** @throws InputError `permission` */
  require(account: Account, cells: readonly Cell[]): void {
    const off = cells.find((cell) => this.level(account, cell) === "off");
    if (off === undefined) return;
    if (this.bound(off) === "off") throw companyError(`This is not allowed here (${off})`, this.company());
    throw permissionError(`This is not allowed here (${off})`, this.refused(account)[off], this.permissionNext);
  }

  /** @returns whether what the service lets the account do is different from what was known */
  learn = ({ settings }: Account, facts: ListedFacts) => this.capabilities.learn(settings.id, settings.service, facts);

  /** Only that nobody knows yet what the account has keeps this tool from this client. */
  private isPending(tool: ToolName, account: Account): boolean {
    const { id, service, permissions } = account.settings;
    if (this.options.tray || this.capabilities.isKnown(id) || this.isOn(tool, account)) return false;
    return toolState(tool, service, permissions, this.limit(account), {}, this.bound) === "on";
  }

  /** A list now would have next to nothing in it, only because a service was never asked what it has. */
  isListPending = (): boolean =>
    this.accountsWith("get_status").length === 0 && this.accounts.some((one) => this.isPending("get_status", one));

  /** Accounts whose service must be asked what it has before the list of tools is right. */
  staleAccounts(): Account[] {
    if (this.options.tray) return [];
    return this.accounts.filter(
      (account) =>
        this.limit(account) !== "nothing" && this.capabilities.isStale(account.settings.id, account.settings.service),
    );
  }

  /** The account that a call may mean although its tool is not offered there yet; null: nothing has to be learned first. */
  accountToLearn(tool: ToolName, wanted: string | undefined): Account | null {
    const named = wanted === undefined ? undefined : accountByName(this.accounts, wanted);
    const meant = wanted === undefined ? this.accounts : named ? [named] : [];
    if (meant.some((account) => this.isOn(tool, account))) return null;
    return meant.find((account) => this.isPending(tool, account)) ?? null;
  }

  async close(): Promise<void> {
    await Promise.all(this.accounts.map((account) => account.close().catch(() => undefined)));
    await this.journal.close();
  }
}
