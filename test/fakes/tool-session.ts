import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AccessPolicy } from "#core/access/access-policy";
import type { AccountPermissions } from "#core/access/permission-matrix";
import { AppQuestions } from "#core/confirmation/app-window";
import { ConfirmTokens, digestOf, randomKey } from "#core/confirmation/confirm-token";
import type { AccountFacts } from "#core/domain/entities";
import type { ClientLimit, ProfileName } from "#core/domain/permission-profiles";
import type { Service } from "#core/domain/ports";
import type { LoadedSettings } from "#core/platform/load-settings";
import { openLog } from "#core/platform/log";
import { type AccountSettings, accountSettings } from "#core/platform/settings";
import { type Answer, type Caller, type NeedsConfirmation, needsConfirmation } from "#server/caller";
import { dispatch } from "#server/dispatch";
import { ToolCatalog } from "#server/tool-catalog";
import { tools } from "#server/tools/index";
import { demandKnownMembers } from "./answer-schema";
import { fastFolder } from "./fast-folder";
import { type Memory, memoryService } from "./memory-service";

/** Thursday, 2026-11-19, 14:00 in Berlin. */
export const thursday = Date.parse("2026-11-19T13:00:00Z");

interface Wanted {
  profile?: ProfileName;
  permissions?: Partial<AccountPermissions>;
  limit?: ClientLimit;
  facts?: Partial<AccountFacts>;
  tray?: boolean;
  /** Instead of the service in memory; the clock of the session stands at `thursday`. */
  service?: Service;
  /** What the person answers; absent: the client cannot ask. */
  answers?: ("yes" | "no")[];
  /** Nothing was ever learned of the account: what depends on plugins is not offered yet. */
  unknown?: boolean;
  /** The app runs: questions go to its window by files below `home`. */
  app?: boolean;
  /** Starts the app where it does not run; whether it came. */
  starts?(home: string): boolean;
  /** Happens between each question and its answer. */
  whileAsked?(memory: Memory, clock: { now: number }): void;
}

/** Calls tools on one account as the server does: same policy, catalog and dispatch, on a service in memory. */
export function openToolSession(wanted: Wanted = {}) {
  const home = fastFolder("tools");
  const clock = { now: thursday };
  const memory: Memory = memoryService(() => clock.now, wanted.facts);
  const account: AccountSettings = accountSettings.parse({
    id: "kimai-1",
    service: wanted.service?.id ?? "kimai",
    label: "Kimai",
    ...(wanted.service?.id === "clockodo" && { user: "mara@studio-lind.example" }),
    ...(wanted.service?.id === "calamari" && { user: "nora.lind@fjordworks.example" }),
    url: "https://kimai.example.org",
    permissions: { profile: wanted.profile ?? "track", ...wanted.permissions },
  });
  if (!wanted.unknown) {
    mkdirSync(join(home, "account-facts"));
    writeFileSync(
      join(home, "account-facts/kimai-1.json"),
      JSON.stringify({ refused: {}, fields: memory.facts_.fields, at: thursday }),
    );
  }
  const policy = new AccessPolicy({
    home,
    log: openLog(home),
    client: "test",
    tray: wanted.tray ?? false,
    now: () => clock.now,
    open: async () => wanted.service ?? memory,
  });
  const loaded: LoadedSettings = {
    accounts: [account],
    activeAccount: null,
    limits: { "kimai-1": wanted.limit ?? "same" },
    problem: null,
  };
  policy.use(loaded);
  const catalog = new ToolCatalog(policy);
  if (wanted.app) writeFileSync(join(home, "tray.json"), JSON.stringify({ pid: process.pid }));
  const tokens = new ConfirmTokens(randomKey(), () => clock.now);
  const wrote: string[] = [];
  const progress: [number, number][] = [];
  const questions: string[][] = [];
  const abort = new AbortController();
  const questionsInApp = new AppQuestions({ home, now: () => clock.now }, 20);
  const answers = [...(wanted.answers ?? [])];

  const takes = (name: string) => tools.filter((tool) => tool.name === name).flatMap(catalog.takes);
  const asks = (answer: Answer) =>
    needsConfirmation(answer) || Object.hasOwn(answer.structuredContent ?? {}, "confirm");
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    let answered: "yes" | "no" | null = null;
    let asked: NeedsConfirmation | null = null;
    const caller: Caller = {
      signal: abort.signal,
      name: "Test client",
      waits: true,
      progress: (done, total = 0) => void progress.push([done, total]),
      canAsk: wanted.answers !== undefined,
      since: async () => asked?.at ?? null,
      answered: async (action) => {
        const digest = digestOf(action);
        if (asked?.agreed.includes(digest)) return "yes";
        return asked && digestOf(asked.action) === digest ? answered : null;
      },
    };
    const options = {
      policy,
      catalog,
      tokens: async () => tokens,
      inApp: async () => (questionsInApp.appRuns() ? questionsInApp : null),
      startApp: async () => (wanted.starts?.(home) ? questionsInApp : null),
      wrote: (id: string) => void wrote.push(id),
      learned: () => undefined,
    };
    let answer = await dispatch(name, args, caller, options);
    // Unless a cell that the tool only reads on its way was set to "ask", whoever is asked was told of `confirm` before.
    const cells = policy.visible().flatMap(({ settings }) => Object.values(settings.permissions.cells));
    if (asks(answer) && !cells.includes("ask") && !takes(name).includes("confirm"))
      throw new Error(`${name} asks, but does not list \`confirm\``);
    while (needsConfirmation(answer)) {
      asked = answer;
      questions.push(answer.preview);
      answered = answers.shift() ?? "no";
      wanted.whileAsked?.(memory, clock);
      answer = await dispatch(name, args, caller, options);
    }
    if (!answer.isError) demandKnownMembers(name, answer.structuredContent);
    const first = answer.content[0];
    return {
      isError: answer.isError ?? false,
      data: (answer.structuredContent ?? {}) as Record<string, unknown>,
      text: first?.type === "text" ? first.text : "",
      texts: answer.content.flatMap((part) => (part.type === "text" ? [part.text] : [])),
      links: answer.content.flatMap((part) => (part.type === "resource_link" ? [part.uri] : [])),
    };
  };
  return { call, memory, policy, catalog, loaded, account, clock, wrote, progress, questions, abort, home };
}
