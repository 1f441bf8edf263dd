import type { ServiceId, WorkLevel } from "./entities";
import type { HeadlessAccount, HeadlessOptions, Variables } from "./headless-account";
import type { Cell, Kind } from "./permission-cells";
import type { RecordType } from "./records";

/** What not every service can do; told before any of them is asked, when tools are listed. */
export type Capability =
  /** Time is booked on them, beside projects. */
  | "customers"
  | "activities"
  | "subprojects"
  /** Tags of entries. */
  | "tags"
  /** Entries are billable or not, and exported (billed) or not. */
  | "billing"
  /** An entry can have a price of its own, beside a rate an hour. */
  | "fixedRates"
  /** Entries tell when they were changed last. */
  | "changeTimes"
  /** `Service.budgets` */
  | "budgets"
  /** `Service.settings`, plugins or modules, and colors in them. */
  | "settings"
  | "modules"
  | "colors"
  /** Projects have a color, or their customers have. */
  | "projectColors"
  /** Some record can be copied: `RecordsPort.create` with `copyOf`. */
  | "copies"
  /** `TimePort.bulk` */
  | "bulk"
  /** `TimerPort.breakTypes` */
  | "breakTypes"
  /** `TimerPort.reopen`: an ended entry can be made to run again. */
  | "reopening"
  /** Absences that name a reason and who stands in. */
  | "substitutes"
  /** Absences that say which half of a day, or from when until when. */
  | "dayParts"
  /** Putting up a request for decision once more. */
  | "askAgain"
  /** Somebody decides on requests for leave. */
  | "approval"
  /** `AbsencePort.comment` */
  | "absenceComments";

/** Where an account is and whose it is, cleaned. */
export interface AccountPlace {
  url?: string;
  user?: string;
}

/** Why what was typed is no such place, in words for the person; `field` is absent where no field is at fault. */
export interface PlaceProblem {
  problem: { code: "url" | "argument"; field?: keyof AccountPlace; message: string; next: string };
}

/** How a service lets people in. */
export interface Credential {
  /** What the service calls it. */
  kind: "token" | "key";
  /** Where people find it, as the end of a sentence: `Copy it again from …`. */
  where: string;
  /** What is asked for, in the order of the form. */
  asks: readonly ("url" | "user" | "secret")[];
  /** A key of the company reaches everybody: the person agrees before entering it, and it is kept to them. */
  actsFor: "person" | "company";
  /** What else the person is warned of: an AI does things with all their rights. */
  warns?: "rights";
  /** Cleans what was typed. Pure. @param standIn in place of the service's own address, for tests and mirrors */
  place(typed: AccountPlace, standIn?: string): AccountPlace | PlaceProblem;
  /** The page where people get one. @param typed the address in the form, http or https */
  page(typed: URL | null): string | null;
  /** The environment variable with an address that stands in for the service, where it has one for everybody. */
  standInVariable?: string;
  /** An admin of the service can make tokens for others; where an admin looks at people there, for the account's address. */
  madeByAdmin?: { peoplePage(url: string): string };
  /** Signing in through the browser instead: where the address of its MCP server is found. */
  signIn?: { copyFrom: string };
}

/** The service on the command line, where no settings are. */
export interface HeadlessWay {
  /** The service's options with the lines that `--help` shows of them; the first one names an account. */
  options: Readonly<Record<string, readonly string[]>>;
  /** The first option as advice shows it: `--kimai-url URL`. */
  example: string;
  /** Variables of the environment and of a `.env` that are the service's own: `KIMAI_`. */
  prefix?: string;
  /** A variable that decides whether there is an account at all, and counts from a `.env` only with the credential there. */
  addressVariable?: string;
  /** A variable that never counts from a `.env`, and what to do instead. */
  notFromDotEnv?: { variable: string; instead: string };
  /** What to do where the credential is missing, as a sentence. */
  howToGive?: string;
  /** @param named an option names an account, so variables name none @throws UsageError without any value */
  read(options: HeadlessOptions, named: boolean, variables: Variables): HeadlessAccount[];
  /** What tells two accounts apart; never changed, breaks and facts are found by it. */
  identity(account: HeadlessAccount): string;
}

/**
 * What the rest of Punchcard knows of a service without asking it: plain data and pure functions. Loading it costs next to
 * nothing and brings no adapter along (docs/decisions/services.md).
 */
export interface ServiceDescriptor {
  id: ServiceId;
  /** The product's name. */
  label: string;
  /** The name inside a sentence. */
  inSentence: string;
  icon: "server" | "cloud" | "calendar" | "computer";
  /** Kept on this computer: one account, no credential, no network, no page, nobody else in it. */
  isLocal: boolean;
  capabilities: readonly Capability[];
  /** Types of record that it keeps. */
  records: readonly RecordType[];
  /** Cells of kinds that it has, for actions that its interface lacks: nothing to switch. */
  lacks: readonly Cell[];
  /** Kinds that it has only with a plugin or module: nothing of them is offered before that is known. */
  optionalKinds: readonly Kind[];
  /** Levels of work without which nothing can be booked, until the account's facts tell. */
  requiredWork: readonly WorkLevel[];
  /** How often the tray may look: `sparing` where few requests are allowed. */
  polling: "usual" | "sparing";
  /** The service counts requests, so all processes share one count. */
  countsRequests: boolean;
  /** Where people use it, if that is one page for everybody; absent: at the account's own address. */
  page?: string;
  credential: Credential | null;
  headless: HeadlessWay;
}
