import type { PolicyState } from "#core/domain/company-policy/index";
import type { Accounts } from "../../accounts";
import type { AccountFactsCache } from "../../accounts/facts";
import type { Absences } from "../../app/state/absences";
import type { Activity } from "../../app/state/activity";
import type { Asides } from "../../app/state/asides";
import type { BulkEntries } from "../../app/state/bulk-entries";
import type { Drafts } from "../../app/state/drafts";
import type { Entries } from "../../app/state/entries";
import type { EntrySearch } from "../../app/state/entry-search";
import type { Favorites } from "../../app/state/favorites";
import type { Imports } from "../../app/state/imports";
import type { Projects } from "../../app/state/projects";
import type { Reports } from "../../app/state/reports";
import type { WorkingTime } from "../../app/state/working-time";
import type { Away } from "../../away";
import type { Clients } from "../../clients";
import type { Confirmations } from "../../confirm";
import type { OwnCalendar } from "../../own-calendar";
import type { CalendarBookings } from "../../own-calendar/bookings";
import type { TimeSheets } from "../../server/time-sheet";
import type { SettingsStore } from "../../settings/store";
import type { Shortcuts } from "../../shortcuts";
import type { Timer } from "../../timer/timer";
import type { Updates } from "../../updates";
import type { Windows } from "../../windows";
import type { AppState } from "../contract/app-state";
import type { ClientView } from "../contract/clients";
import type { Check } from "../contract/diagnostics";
import type { PermissionsView } from "../contract/permissions";

export interface HandlerDeps {
  snapshot(): Promise<AppState>;
  timer: Timer;
  entries: Entries;
  search: EntrySearch;
  bulk: BulkEntries;
  drafts: Drafts;
  asides: Pick<Asides, "known" | "dismiss" | "look">;
  favorites: Favorites;
  absences: Absences;
  projects: Projects;
  reports: Reports;
  activity: Activity;
  imports: Pick<Imports, "choose" | "preview" | "run" | "cancel" | "pending" | "goOn" | "takeBack">;
  workingTime: WorkingTime;
  accounts: Accounts;
  facts: AccountFactsCache;
  settings: SettingsStore;
  company(): PolicyState;
  windows: Pick<Windows, "show" | "close" | "isOf" | "takeTask">;
  confirmations: Pick<Confirmations, "current" | "answer">;
  clients: Omit<Clients, "watchEntries" | "refreshLauncher" | "launcher" | "removeOldBackups" | "removeLauncher">;
  timeSheets: TimeSheets;
  ownCalendar: Pick<OwnCalendar, "events" | "chooseFile" | "setAddress" | "cancel" | "remove">;
  bookings: CalendarBookings;
  away: Pick<Away, "current" | "answer" | "later">;
  shortcuts: Pick<Shortcuts, "set" | "suspend">;
  updates: Pick<Updates, "check" | "download" | "install" | "plan" | "releasePage">;
  useAccount(accountId: string): Promise<void>;
  setStartAtLogin(on: boolean): Promise<void>;
  /** Goes back to the last settings that could be used. */
  restoreSettings(): Promise<void>;
  checks(): Promise<Check[]>;
  report(checks: Check[]): string;
  /** What reaches out of the app, by narrow functions. */
  system: {
    openLink(url: string): Promise<void>;
    copy(text: string): void;
    reveal(path: string): void;
    openLog(): Promise<void>;
    chooseCaFile(): Promise<string | null>;
    /** A table of another program; null: none. */
    chooseImport(): Promise<string | null>;
    chooseSheet(): Promise<string | null>;
    /** Where a file of that name shall be written; null: nowhere. */
    chooseExport(name: string): Promise<string | null>;
    chooseExtension(name: string): Promise<string | null>;
    quit(): void;
  };
  notifyPermissions(view: PermissionsView): void;
  notifyClients(clients: ClientView[]): void;
  notifyProgress(progress: { done: number; total: number }): void;
}
