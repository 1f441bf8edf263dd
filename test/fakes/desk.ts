import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { AccountPermissions } from "../../mcp-server/access/permission-matrix";
import { Desk } from "../../mcp-server/access/policy";
import { AppQuestions } from "../../mcp-server/confirmation/app-window";
import { ConfirmTokens, digestOf, randomKey } from "../../mcp-server/confirmation/confirm-token";
import type { AccountFacts } from "../../mcp-server/domain/entities";
import type { ClientLimit, ProfileName } from "../../mcp-server/domain/permission-profiles";
import type { Service } from "../../mcp-server/domain/ports";
import type { Setup } from "../../mcp-server/platform/load-settings";
import { openLog } from "../../mcp-server/platform/log";
import { type AccountSettings, accountSettings } from "../../mcp-server/platform/settings";
import { type Caller, isQuestion, type Question } from "../../mcp-server/server/caller";
import { dispatch } from "../../mcp-server/server/dispatch";
import { type Memory, memoryService } from "./memory-service";

/** Thursday, 2026-11-19, 14:00 in Berlin. */
export const thursday = Date.parse("2026-11-19T13:00:00Z");

interface Wanted {
  profile?: ProfileName;
  permissions?: Partial<AccountPermissions>;
  limit?: ClientLimit;
  facts?: Partial<AccountFacts>;
  tray?: boolean;
  /** Behind the desk instead of the service in memory; the desk's clock stands at `thursday`. */
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

/** One account on a service in memory behind the same desk and dispatch that the server uses. */
export function testDesk(wanted: Wanted = {}) {
  const home = mkdtempSync(join(tmpdir(), "punchcard-desk-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
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
    mkdirSync(join(home, "facts"));
    writeFileSync(
      join(home, "facts/kimai-1.json"),
      JSON.stringify({ refused: {}, fields: memory.facts_.fields, at: thursday }),
    );
  }
  const desk = new Desk({
    home,
    log: openLog(home),
    client: "test",
    tray: wanted.tray ?? false,
    now: () => clock.now,
    open: async () => wanted.service ?? memory,
  });
  const setup: Setup = {
    accounts: [account],
    activeAccount: null,
    limits: { "kimai-1": wanted.limit ?? "same" },
    problem: null,
  };
  desk.use(setup);
  if (wanted.app) writeFileSync(join(home, "tray.json"), JSON.stringify({ pid: process.pid }));
  const tokens = new ConfirmTokens(randomKey(), () => clock.now);
  const wrote: string[] = [];
  const progress: [number, number][] = [];
  const questions: string[][] = [];
  const abort = new AbortController();
  const questionsInApp = new AppQuestions({ home, now: () => clock.now }, 20);
  const answers = [...(wanted.answers ?? [])];

  const call = async (name: string, args: Record<string, unknown> = {}) => {
    let answered: "yes" | "no" | null = null;
    let asked: Question | null = null;
    const caller: Caller = {
      signal: abort.signal,
      name: "Test client",
      waits: true,
      progress: (done, total = 0) => void progress.push([done, total]),
      canAsk: wanted.answers !== undefined,
      since: async () => asked?.at ?? null,
      answered: async (act) => {
        const digest = digestOf(act);
        if (asked?.agreed.includes(digest)) return "yes";
        return asked && digestOf(asked.act) === digest ? answered : null;
      },
    };
    const options = {
      desk,
      tokens: async () => tokens,
      inApp: async () => (questionsInApp.appRuns() ? questionsInApp : null),
      startApp: async () => (wanted.starts?.(home) ? questionsInApp : null),
      wrote: (id: string) => void wrote.push(id),
      learned: () => undefined,
    };
    let answer = await dispatch(name, args, caller, options);
    while (isQuestion(answer)) {
      asked = answer;
      questions.push(answer.ask);
      answered = answers.shift() ?? "no";
      wanted.whileAsked?.(memory, clock);
      answer = await dispatch(name, args, caller, options);
    }
    const first = answer.content[0];
    return {
      isError: answer.isError ?? false,
      data: (answer.structuredContent ?? {}) as Record<string, unknown>,
      text: first?.type === "text" ? first.text : "",
    };
  };
  return { call, memory, desk, setup, account, clock, wrote, progress, questions, abort, home };
}
