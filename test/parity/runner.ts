import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AccessPolicy } from "#core/access/access-policy";
import { toolNames, toolRules } from "#core/access/tool-rules";
import { ConfirmTokens, randomKey } from "#core/confirmation/confirm-token";
import type { ServiceId } from "#core/domain/entities";
import type { AdapterEnvironment, Service } from "#core/domain/ports";
import { openLog } from "#core/platform/log";
import { accountSettings } from "#core/platform/settings";
import { type Caller, needsConfirmation } from "#server/caller";
import { dispatch } from "#server/dispatch";
import { buildResources } from "#server/resources/index";
import { ToolCatalog } from "#server/tool-catalog";
import type { AnyRow, Call } from "./row";

/** What the rows of all services have in common: our tools on a service, and how what was sent is compared. */

export const timing = { silenceMs: 60_000, retryBaseMs: 10, secondLookMs: 20 };

export interface Outcome {
  isError: boolean;
  text: string;
}

export function playEnvironment(accountId: string, secret: string, now: () => number): AdapterEnvironment {
  let held: { since: string; entryId: string } | null = null;
  return {
    accountId,
    secret: async () => secret,
    breaks: {
      read: async () => held,
      write: async (paused) => {
        held = paused;
      },
    },
    log: (event: string, detail?: object) => {
      if (process.env.PARITY_LOG) console.log(event, JSON.stringify(detail));
    },
    now,
  };
}

/** Tools that write, by what the table of tools says of them. */
const writeTools = toolNames.filter((name) => toolRules[name].kind !== "read");
const recorded = new Set<string>();

/** Tools that write and have not been found in the journal by any row of this service that ran until now. */
export const unrecordedTools = (service: ServiceId): string[] =>
  writeTools.filter((name) => !recorded.has(`${service} ${name}`));

/** What wrote something is in the journal with an end, under the tool's name. */
async function demandRecorded(policy: AccessPolicy, service: ServiceId, tool: string, before: number): Promise<void> {
  const store = await policy.journal.store();
  const [latest] = await store.changes(0, Number.MAX_SAFE_INTEGER, undefined, 1);
  if (!latest || latest.id <= before || latest.tool !== tool) throw new Error(`what ${tool} wrote is in no row`);
  const open = (await store.parts(latest.id)).filter(({ state }) => state === "meant");
  if (open.length > 0) throw new Error(`what ${tool} wrote has no end in the journal`);
  recorded.add(`${service} ${tool}`);
}

/** Our tools on a service: every permission allowed, every question answered with yes. */
export function runner(service: Service, where: { url: string; user?: string }, env: AdapterEnvironment) {
  const home = mkdtempSync(join(tmpdir(), "punchcard-parity-"));
  const policy = new AccessPolicy({
    home,
    log: openLog(home),
    client: "test",
    tray: false,
    now: env.now,
    open: async () => service,
  });
  const account = accountSettings.parse({
    id: service.id,
    service: service.id,
    label: service.id,
    ...where,
    permissions: { profile: "everything" },
  });
  policy.use({ accounts: [account], activeAccount: null, limits: {}, problem: null });
  const catalog = new ToolCatalog(policy);
  const resources = buildResources(policy, async () => ({ content: [] }));
  const tokens = new ConfirmTokens(randomKey(), env.now);
  return async ({ tool, arguments: args }: Call): Promise<Outcome> => {
    let asked = false;
    let wrote = false;
    const caller: Caller = {
      signal: new AbortController().signal,
      name: "parity",
      waits: true,
      canAsk: true,
      progress: () => undefined,
      since: async () => null,
      answered: async () => (asked ? "yes" : null),
    };
    if (tool === "resource") {
      const { contents } = await resources.read(String(args.uri), caller);
      return { isError: false, text: contents.map((part) => part.text).join("\n") };
    }
    const once = () =>
      dispatch(tool, args, caller, {
        policy,
        catalog,
        tokens: async () => tokens,
        inApp: async () => null,
        startApp: async () => null,
        wrote: () => {
          wrote = true;
        },
        learned: () => undefined,
      });
    const store = await policy.journal.store();
    const [last] = await store.changes(0, Number.MAX_SAFE_INTEGER, undefined, 1);
    let answer = await once();
    if (needsConfirmation(answer)) {
      asked = true;
      answer = await once();
    }
    if (needsConfirmation(answer)) throw new Error("asked twice");
    if (wrote) await demandRecorded(policy, service.id, tool, last?.id ?? 0);
    const text = answer.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
    return { isError: answer.isError ?? false, text };
  };
}

/** Whether a request is the one that a row names: same method and path, and all the parameters that it names. */
export function isRequest(wanted: string, sent: { method: string; path: string; query: URLSearchParams }): boolean {
  const [method = "", target = ""] = wanted.split(/ (.*)/);
  const [path = "", query = ""] = target.split("?");
  if (method !== sent.method || path !== sent.path) return false;
  return [...new URLSearchParams(query)].every(([name, value]) => sent.query.getAll(name).includes(value));
}

/** `GET /projects/{id}` for `GET /projects/7` */
function operationFinder(operations: readonly string[]) {
  const patterns = operations.map((operation) => {
    const [method, path = ""] = operation.split(" ");
    return {
      operation,
      fixed: !path.includes("{"),
      test: new RegExp(`^${method} ${path.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`),
    };
  });
  return (method: string, path: string): string | undefined => {
    const fitting = patterns.filter((one) => one.test.test(`${method} ${path}`));
    return (fitting.find((one) => one.fixed) ?? fitting[0])?.operation;
  };
}

/** Which rows sent an operation; three of each are enough to show. */
export class SentBy<R extends AnyRow> {
  readonly rows = new Map<string, R[]>();
  private readonly find: (method: string, path: string) => string | undefined;

  constructor(operations: readonly string[]) {
    this.find = operationFinder(operations);
  }

  note(row: R, sent: readonly { method: string; path: string; status?: number }[]): void {
    for (const { method, path, status } of sent) {
      const operation = done(status) ? this.find(method, path) : undefined;
      if (operation === undefined) continue;
      const own = this.rows.get(operation) ?? [];
      if (own.length < 3 && !own.includes(row)) this.rows.set(operation, [...own, row]);
    }
  }
}

/** What was refused does not count: an empty form that only asks which fields there are. */
export const done = (status: number | undefined) => status !== undefined && status < 300;
