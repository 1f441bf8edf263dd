// Stands in for the bundled server where main is tested: the same start (hello line, key, streams), a JSON-RPC loop
// without any library, and a time sheet in a file. What a test asks it to do wrong it says in `query` of find_work.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const home = process.argv[process.argv.indexOf("--settings") + 1];
const sheet = join(home, "fake-sheet.json");
const say = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
const read = () =>
  existsSync(sheet) ? JSON.parse(readFileSync(sheet, "utf8")) : { running: null, last: null, next: 1 };
/** Leaves a request without a response, and shows the test that it has arrived. */
const leaveUnanswered = () => writeFileSync(join(home, "fake-unanswered"), "");
const write = (state) => writeFileSync(sheet, JSON.stringify(state));
const work = (args) => (args.project ? { project: { id: args.project.replace("#", ""), name: args.project } } : {});
const now = () => new Date().toISOString().replace(/\.\d+/, "");
appendFileSync(join(home, "fake-starts"), `${process.pid}\n`);

let hello = null;
const tools = {
  get_status() {
    const { running, last } = read();
    return {
      account: { id: "local", service: "local", label: "This computer" },
      now: now(),
      zone: "UTC",
      state: running ? "working" : "idle",
      running,
      break: null,
      today: { day: now().slice(0, 10), seconds: 3600, running: 0, target: 28800 },
      week: { first: now().slice(0, 10), number: 1, seconds: 3600, target: null, days: [] },
      last,
    };
  },
  clock_in(args) {
    const state = read();
    const entry = {
      id: String(state.next),
      begin: args.at ?? now(),
      end: null,
      seconds: 0,
      work: work(args),
      text: args.text ?? "",
      tags: [],
    };
    write({ ...state, running: entry, next: state.next + 1 });
    return { entry, stopped: [], notes: [] };
  },
  clock_out(args) {
    const state = read();
    const ended = state.running && { ...state.running, end: args.at ?? now() };
    write({ ...state, running: null, last: ended ?? state.last });
    return { entries: ended ? [ended] : [], notes: [] };
  },
  find_work(args) {
    if (args.query === "crash") process.exit(3);
    if (args.query === "hang") return leaveUnanswered();
    if (args.query === "strange") return { items: 7 };
    if (args.query === "fail")
      throw { error: { code: "offline", message: "No network.", saved: "no", next: "Plug it in." } };
    if (args.query === "slow") return { items: [], recent: [], more: 0, delay: 200 };
    if (args.query === "env") {
      const seen = Object.keys(process.env)
        .filter((name) => /ELECTRON|NODE_OPTIONS|KIMAI|CLOCKODO/.test(name))
        .join(" ");
      return {
        items: [],
        recent: [{ work: {}, text: seen, tags: Object.keys(hello.secrets ?? {}) }],
        more: process.pid,
      };
    }
    return { items: [], recent: [], more: process.pid };
  },
  get_account(args) {
    const account = hello.account ?? { id: args.account, service: "local", label: "This computer" };
    const secret = hello.secrets?.[account.id];
    if (secret === "wrong")
      throw { error: { code: "unauthorized", message: "The token is not accepted.", saved: "no" } };
    if (secret === "slow") return leaveUnanswered();
    return {
      account: { id: account.id, service: account.service, label: account.label },
      person: { id: "7", name: "Ada Example" },
      zone: "UTC",
      now: now(),
      version: "2.66.0",
      roles: [],
      week_starts_on: 1,
      target: null,
      booking: { levels: ["project", "activity"], required: [], free_times: true, running_limit: 1 },
      refused: { "tag.read": "your role has no right" },
    };
  },
  delete_time: () => process.exit(4),
  /** Each call is a change of its own, unless it goes on with one; without rows none of them is taken. */
  update_time(args, meta) {
    if (args.changes.length === 0) throw { entries: [], notes: [], failed: [{ id: "1", message: "It is locked." }] };
    const change = meta["punchcard/change"] ?? 40 + args.changes.length;
    return { entries: [], notes: [], meta: { "punchcard/change": change } };
  },
};

function answer({ id, method, params }) {
  if (method === "initialize")
    return say({
      id,
      result: {
        protocolVersion: params.protocolVersion,
        capabilities: { tools: {}, resources: {} },
        serverInfo: { name: "fake", version: "1" },
      },
    });
  if (method === "tools/list")
    return say({
      id,
      result: { tools: Object.keys(tools).map((name) => ({ name, inputSchema: { type: "object" } })) },
    });
  if (method === "resources/read") {
    const { uri } = params;
    if (uri === "test://crash") process.exit(3);
    if (uri === "test://none") return say({ id, error: { code: -32602, message: "There is no such resource." } });
    return say({ id, result: { contents: [{ uri, mimeType: "text/csv", text: "a,b\r\n" }] } });
  }
  if (method !== "tools/call") return id === undefined ? undefined : say({ id, result: {} });
  try {
    const structuredContent = tools[params.name](params.arguments ?? {}, params._meta ?? {});
    if (structuredContent === undefined) return undefined;
    const result = {
      id,
      result: {
        content: [{ type: "text", text: JSON.stringify(structuredContent) }],
        structuredContent,
        _meta: structuredContent.meta,
      },
    };
    setTimeout(() => say(result), structuredContent.delay ?? 0);
  } catch (structuredContent) {
    say({ id, result: { isError: true, content: [], structuredContent } });
  }
}

const lines = createInterface({ input: process.stdin });
lines.on("line", (text) => {
  const message = JSON.parse(text);
  if (hello) return answer(message);
  hello = message;
  const { sha256 } = JSON.parse(readFileSync(join(home, "tray.json"), "utf8"));
  if (createHash("sha256").update(message.key).digest("hex") === sha256) return;
  process.stderr.write("not started by the running app\n");
  process.exit(1);
});
lines.on("close", () => process.exit(0));
