import { InputError } from "../domain/errors";
import type { Cell, Level } from "../domain/permission-cells";
import type { ClientLimit } from "../domain/permission-profiles";
import { recordTypes } from "../domain/records";
import type { Setup } from "../platform/load-settings";
import { tools } from "../tools";
import type { AnyTool, ToolDeclaration } from "../tools/lib/define";
import { choice, listedSchema, type Shape, text, type When } from "../tools/lib/schema";
import { Account, type AccountsOptions, sameConnection } from "./account";
import { type Learned, Refusals } from "./capability-cache";
import { effectiveLevel, hasCell, kindsOf, recordTypesFor } from "./permission-matrix";
import { type ToolName, toolRules, toolState } from "./tool-rules";

export interface DeskOptions extends AccountsOptions {
  client: string;
  /** The app itself, proven: acts for its person, bound by no profile and asked nothing. */
  tray: boolean;
}

/** In place of an account's id: each of them is asked. */
export const allAccounts = "all";

const settingsWay = "Your person can change that in Punchcard: Settings, What an AI may do.";
const optionsWay = "Your person can change that where this server is started: --profile manage or everything.";
const itselfBySetting =
  "Or they allow this account's AI clients to confirm by themselves: Settings, What an AI may do.";
const itselfByOption = "Or they start this server with --may-confirm-by-itself.";
const serviceRefuses = "Nothing in Punchcard can change that: the service refuses it.";

/** Who may do what with which account, right now. Holds no protocol and no tool's work. */
export class Desk {
  private accounts: Account[] = [];
  private setup: Setup = { accounts: [], activeAccount: null, limits: {}, problem: null };
  private readonly refusals: Refusals;

  constructor(readonly options: DeskOptions) {
    this.refusals = new Refusals(options.home, options.now);
  }

  /** Takes new settings; connections whose settings did not change stay open. */
  use(setup: Setup): void {
    const before = this.accounts;
    this.setup = setup;
    this.accounts = setup.accounts.map((settings) => {
      const kept = before.find((one) => sameConnection(one.settings, settings));
      return kept ? kept.with(settings) : new Account(settings, this.options);
    });
    for (const old of before)
      if (!setup.accounts.some((settings) => sameConnection(old.settings, settings)))
        void old.close().catch(() => undefined);
  }

  private limit = (account: Account): ClientLimit => this.setup.limits[account.settings.id] ?? "same";

  private refused = ({ settings }: Account) => this.refusals.of(settings.id, settings.service);

  level(account: Account, cell: Cell): Level {
    if (this.options.tray) return "allow";
    return effectiveLevel(account.settings.permissions, this.limit(account), cell, this.refused(account));
  }

  /**
   * How far a credential that reaches further than its person goes: as the account's settings say, for the person's own
   * windows too. What an AI may not see of others is not fetched for anybody.
   */
  reaches(account: Account, cell: Cell): boolean {
    const limit = this.options.tray ? "same" : this.limit(account);
    return effectiveLevel(account.settings.permissions, limit, cell, this.refused(account)) !== "off";
  }

  private isOn(tool: ToolName, account: Account): boolean {
    if (this.options.tray) return true;
    const { service, permissions } = account.settings;
    return toolState(tool, service, permissions, this.limit(account), this.refused(account)) === "on";
  }

  /** Accounts on which this client may do anything at all: others do not exist for it. */
  private visible = (): Account[] =>
    this.accounts.filter((account) => tools.some(({ name }) => this.isOn(name, account)));

  /** What this client may know of its accounts. */
  known = () => this.visible().map(({ view }) => view);

  /** The one of them that is meant by an id or a name. */
  named = (wanted: string) => accountNamed(this.visible(), wanted)?.view;

  /** Without any account every tool is listed: each answers what is missing. */
  offered(): AnyTool[] {
    if (this.accounts.length === 0) return [...tools];
    return tools.filter(({ name }) => this.accounts.some((account) => this.isOn(name, account)));
  }

  /** The arguments that a tool takes here: which account, where there is a choice; the token, where it may ask. */
  shapeOf(tool: ToolDeclaration): Shape {
    const visible = this.visible();
    const asks =
      !this.options.tray &&
      visible.some((account) =>
        toolRules[tool.name].needs.some(
          (cell) => this.level(account, cell) === "ask" || (this.level(account, cell) !== "off" && mayAlwaysAsk(cell)),
        ),
      );
    return {
      ...tool.input,
      ...this.typesOf(tool),
      ...(asks && { confirm: text("Token of the preview", 400) }),
      ...(visible.length > 1 && {
        account: choice(
          [
            ...visible.map(({ settings }) => settings.id),
            ...(tool.several && visible.filter((one) => this.isOn(tool.name, one)).length > 1 ? [allAccounts] : []),
          ],
          `Default ${this.fallback(visible)?.settings.id}`,
        ),
      }),
    };
  }

  /** The types of record that this client may use the tool on; what it may not is not named. */
  private typesOf(tool: ToolDeclaration): Shape {
    const { records: use, input } = tool;
    const { type } = input;
    if (!use || !type || this.accounts.length === 0) return {};
    const open = new Set(
      this.accounts
        .filter((account) => this.isOn(tool.name, account))
        .flatMap((account) => recordTypesFor(account.settings.service, use, (cell) => this.level(account, cell))),
    );
    const listed = recordTypes.filter((one) => open.has(one));
    return listed.length > 0 ? { type: { ...type, json: { ...type.json, enum: listed } } } : {};
  }

  describe = (tool: ToolDeclaration) => ({
    name: tool.name,
    title: tool.title,
    description: tool.description,
    inputSchema: listedSchema(this.shapeOf(tool), this.has),
    outputSchema: tool.output,
    annotations: tool.annotations,
  });

  /** Names of the arguments that are listed of a tool. */
  takes = (tool: ToolDeclaration): string[] => Object.keys(this.describe(tool).inputSchema.properties ?? {});

  /** Whether any account of this client has what a parameter is for; without an account nothing is left out. */
  private has = ({ services, field, cells }: When): boolean => {
    const visible = this.visible();
    return (
      visible.length === 0 ||
      visible.some((account) => {
        const { id, service } = account.settings;
        return (
          (!services || services.includes(service)) &&
          (!field || this.refusals.maySet(id, service, field)) &&
          (!cells ||
            cells.some(
              (cell) =>
                hasCell(service, cell) &&
                kindsOf(service).some((kind) => cell.startsWith(`${kind}.`)) &&
                this.level(account, cell) !== "off",
            ))
        );
      })
    );
  };

  /** The accounts that a call of all of them means, also those of which it is not known yet whether they have the tool. */
  all = (tool: ToolName): Account[] =>
    this.accounts.filter((account) => this.isOn(tool, account) || this.isDoubtful(tool, account));

  /** Accounts that this client knows and a call of all of them leaves out, and why: they may have something all the same. */
  leftOut(tool: ToolName): { account: Account; why: string }[] {
    const asked = this.all(tool);
    return this.visible()
      .filter((account) => !asked.includes(account))
      .map((account) => ({ account, why: this.notAllowed(tool, account).message }));
  }

  private fallback = (among: Account[]) =>
    among.find(({ settings }) => settings.id === this.setup.activeAccount) ?? among[0];

  /**
   * The account of a call, after the check that this tool is on for it.
   * @throws InputError `settings`, `no_account`, `unknown` or `permission`
   */
  choose(tool: ToolName, wanted: string | undefined): Account {
    const { problem } = this.setup;
    if (problem && this.accounts.length === 0)
      throw new InputError("settings", `Punchcard's settings cannot be used: ${problem.message}`, {
        next:
          problem.kind === "newer"
            ? "Update Punchcard, then start this client again."
            : "Open Punchcard: it puts the broken file aside and starts with new settings.",
      });
    if (this.accounts.length === 0)
      throw new InputError("no_account", "No account is connected.", {
        next: "Open Punchcard and connect one, or start the server with --local FILE, --kimai-url URL, --clockodo-user E-MAIL or --calamari-url URL.",
      });
    const visible = this.visible();
    const account =
      wanted === undefined
        ? this.fallback(
            visible.some((one) => this.isOn(tool, one)) ? visible.filter((one) => this.isOn(tool, one)) : visible,
          )
        : accountNamed(visible, wanted);
    if (!account && wanted !== undefined)
      throw new InputError("unknown", "There is no such account.", {
        next: visible.length > 1 ? "Give one of these as account." : "Leave account out.",
        candidates: visible.map(({ settings }) => ({ id: settings.id, name: settings.label })),
      });
    if (!account || !this.isOn(tool, account)) throw this.notAllowed(tool, account);
    return account;
  }

  /** How a person allows more: an account of the command line is in no settings. */
  private get otherwise(): string {
    return this.options.keychain === false ? optionsWay : settingsWay;
  }

  /** Its clients may answer for the person where nobody can be asked. */
  confirmsItself = ({ settings }: Account): boolean => settings.permissions.confirmsItself === true;

  /** What a person does who wants no question, in the words of a next step. */
  get agreesOtherwise(): string {
    return this.options.keychain === false ? itselfByOption : itselfBySetting;
  }

  /** Where the service itself leaves nothing of a tool (a plugin is missing), no setting could change that. */
  private notAllowed(tool: ToolName, account: Account | undefined): InputError {
    const refused = account ? this.refused(account) : {};
    const reasons = toolRules[tool].needs.map((cell) => refused[cell]);
    const why = refused[tool] ?? (reasons.every((reason) => reason !== undefined) ? reasons[0] : undefined);
    return new InputError("permission", `${tool} is not allowed here${why ? `: ${why}` : "."}`, {
      next: why ? serviceRefuses : this.otherwise,
    });
  }

  /** @throws InputError `permission` */
  require(account: Account, cells: readonly Cell[]): void {
    const off = cells.find((cell) => this.level(account, cell) === "off");
    if (off === undefined) return;
    const why = this.refused(account)[off];
    throw new InputError("permission", `This is not allowed here (${off})${why ? `: ${why}` : "."}`, {
      next: why ? serviceRefuses : this.otherwise,
    });
  }

  /** @returns whether what the service lets the account do is different from what was known */
  learn = ({ settings }: Account, facts: Learned) => this.refusals.learn(settings.id, settings.service, facts);

  /** Only that nobody knows yet what the account has keeps this tool from this client. */
  private isDoubtful(tool: ToolName, account: Account): boolean {
    const { id, service, permissions } = account.settings;
    if (this.options.tray || this.refusals.isKnown(id) || this.isOn(tool, account)) return false;
    return toolState(tool, service, permissions, this.limit(account), {}) === "on";
  }

  /** A list now would have next to nothing in it, only because a service was never asked what it has. */
  isBlank(): boolean {
    const offered = this.offered();
    return (
      !offered.some(({ name }) => name === "get_status") &&
      this.accounts.some((one) => this.isDoubtful("get_status", one))
    );
  }

  /** Accounts of which the service must be asked before the list of tools is right. */
  doubtful(): Account[] {
    if (this.options.tray) return [];
    return this.accounts.filter(
      (account) =>
        this.limit(account) !== "nothing" && this.refusals.isDoubtful(account.settings.id, account.settings.service),
    );
  }

  /** The account that a call may mean although its tool is not offered there yet; null: nothing has to be learned first. */
  doubtfulFor(tool: ToolName, wanted: string | undefined): Account | null {
    const named = wanted === undefined ? undefined : accountNamed(this.accounts, wanted);
    const meant = wanted === undefined ? this.accounts : named ? [named] : [];
    if (meant.some((account) => this.isOn(tool, account))) return null;
    return meant.find((account) => this.isDoubtful(tool, account)) ?? null;
  }

  async close(): Promise<void> {
    await Promise.all(this.accounts.map((account) => account.close().catch(() => undefined)));
  }
}

/**
 * The account that is meant by its id or by its name as it is shown; else by the one beginning of a name or the one service
 * that says so ("Calamari"). Two that could be meant are none.
 */
function accountNamed(among: readonly Account[], wanted: string): Account | undefined {
  const exact = among.find(({ settings }) => settings.id === wanted || settings.label === wanted);
  if (exact) return exact;
  const begin = wanted.trim().toLowerCase();
  const meant = among.filter(
    ({ settings: { label, service } }) =>
      begin !== "" && begin !== allAccounts && (label.toLowerCase().startsWith(begin) || service === begin),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

/** More than one delete, what belongs to other people, and leave without a working day in it are always asked for. */
const mayAlwaysAsk = (cell: Cell) =>
  /\.delete$/.test(cell) ||
  cell === "absence.decide" ||
  cell === "absence.create" ||
  /^others_\w+\.(?!read)/.test(cell) ||
  /^(person|preference|month_lock|work_time|target_hours|leave_account|overtime_account|expense|task)\.(create|update)$/.test(
    cell,
  );
