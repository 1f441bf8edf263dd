import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfirmTokens, randomKey } from "../../mcp-server/confirm";
import { Desk } from "../../mcp-server/desk";
import { type Caller, dispatch, isQuestion } from "../../mcp-server/dispatch";
import { openLog } from "../../mcp-server/log";
import { buildResources } from "../../mcp-server/resources";
import { createKimaiService } from "../../mcp-server/services/kimai/index";
import { accountSettings } from "../../mcp-server/settings";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai/index";
import type { FakeState, FakeTimesheet } from "../fakes/kimai/model";
import { pluginNames } from "../fakes/kimai/plugins";
import type { Call, Row } from "./row";

const timing = { silenceMs: 3_000, retryBaseMs: 10, secondLookMs: 20 };

export interface Outcome {
  isError: boolean;
  text: string;
}

/** A fake Kimai, and our tools on it as the caller of the row: every permission allowed, every question answered with yes. */
export async function onStage(
  row: Row,
  play: (kimai: FakeKimai, run: (call: Call) => Promise<Outcome>) => Promise<void>,
) {
  const kimai = await startFakeKimai({
    now: "2026-11-19T10:07:33Z",
    frozen: true,
    zones: { user: "Europe/Berlin", super: "Europe/Berlin" },
    seed(state) {
      setStage(state);
      row.seed?.(state);
    },
  });
  const home = mkdtempSync(join(tmpdir(), "punchcard-parity-"));
  const env = {
    accountId: "kimai",
    secret: async () => kimai.tokens[row.as ?? "super"],
    breaks: { read: async () => null, write: async () => undefined },
    log: (event: string, detail?: object) => {
      if (process.env.PARITY_LOG) console.log(event, JSON.stringify(detail));
    },
    now: () => kimai.now(),
  };
  const service = createKimaiService({ url: kimai.url, tlsVerify: true }, env, timing);
  const desk = new Desk({
    home,
    log: openLog(home),
    client: "test",
    tray: false,
    now: env.now,
    open: async () => service,
  });
  const account = accountSettings.parse({
    id: "kimai",
    service: "kimai",
    label: "Kimai",
    url: kimai.url,
    permissions: { profile: "everything" },
  });
  desk.use({ accounts: [account], activeAccount: null, limits: {}, problem: null });
  const resources = buildResources(desk, async () => ({ content: [] }));
  const tokens = new ConfirmTokens(randomKey(), env.now);
  const run = async ({ tool, arguments: args }: Call): Promise<Outcome> => {
    let asked = false;
    const caller: Caller = {
      signal: new AbortController().signal,
      name: "parity",
      waits: true,
      canAsk: true,
      progress: () => undefined,
      answered: async () => (asked ? "yes" : null),
    };
    if (tool === "resource") {
      const { contents } = await resources.read(String(args.uri), caller);
      return { isError: false, text: contents.map((part) => part.text).join("\n") };
    }
    const once = () =>
      dispatch(tool, args, caller, {
        desk,
        tokens: async () => tokens,
        inApp: async () => null,
        wrote: () => undefined,
        learned: () => undefined,
      });
    let answer = await once();
    if (isQuestion(answer)) {
      asked = true;
      answer = await once();
    }
    if (isQuestion(answer)) throw new Error("asked twice");
    const text = answer.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
    return { isError: answer.isError ?? false, text };
  };
  try {
    await play(kimai, run);
  } finally {
    await service.close();
    await kimai.close();
  }
}

const noon = Date.parse("2026-11-18T11:00:00Z");
const hour = 3_600_000;

/** What every row finds: every plugin, three entries of the super admin (#1–#3), two of others, invoices. */
function setStage(state: FakeState): void {
  state.settings.plugins = Object.values(pluginNames).map((name) => ({ name, version: "2.1.0" }));
  const entry = (user: number, activity: number, at: number): FakeTimesheet => ({
    id: state.nextId.timesheet++,
    user,
    project: 1,
    activity,
    begin: at,
    end: at + hour,
    zone: "Europe/Berlin",
    breakSeconds: 0,
    description: "Some work",
    tags: ["remote"],
    exported: false,
    billable: true,
    fixedRate: null,
    hourlyRate: null,
    meta: {},
    modified: at,
  });
  state.timesheets = [
    entry(1, 3, noon),
    entry(1, 4, noon + 2 * hour),
    entry(1, 3, noon + 4 * hour),
    entry(4, 3, noon),
    entry(5, 4, noon),
  ];
  state.nextId.timesheet = 6;
  state.settings.workMetaFields = {};
  state.apiTokens.push({ id: 99, user: 1 });
  state.invoices.push({
    id: 1,
    number: "2026/001",
    customer: 1,
    user: 1,
    created: Date.parse("2026-10-12T08:00:00Z"),
    total: 1190,
    tax: 190,
    vat: 19,
    currency: "EUR",
    dueDays: 14,
    status: "pending",
    overdue: true,
    paid: null,
    comment: null,
    file: { name: "2026-001.pdf", type: "application/pdf", text: "%PDF-1.4" },
    meta: {},
  });
}

/** Whether a request is the one that a row names: same method and path, and all the parameters that it names. */
export function isRequest(wanted: string, sent: { method: string; path: string; query: URLSearchParams }): boolean {
  const [method = "", target = ""] = wanted.split(/ (.*)/);
  const [path = "", query = ""] = target.split("?");
  if (method !== sent.method || path !== sent.path) return false;
  return [...new URLSearchParams(query)].every(([name, value]) => sent.query.getAll(name).includes(value));
}
