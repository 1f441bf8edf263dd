import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { openSession } from "./session";
import { type SeenEntry, start } from "./stage";
import { isService, openStage, services } from "./stages";

interface Row {
  request: number;
  say: string;
  calls: number;
  errors: number;
  characters: number;
  met: boolean;
  answer: string;
}

/** Serves one run on `FOLDER/socket`; what was called and answered goes to `FOLDER`, and the process ends after the last request. */
export async function evaluate([service = "", where = ""]: string[]): Promise<void> {
  if (!isService(service) || where === "") {
    console.error(`npm run eval -- ${services.join("|")} FOLDER`);
    process.exit(2);
  }
  const folder = resolve(where);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const begun = Date.now();
  const now = () => start + Date.now() - begun;
  const stage = await openStage(service, folder);
  const session = await openSession(stage, join(folder, "home"), now());
  await stage.prepare?.((tool, args) => session.call(tool, args));
  const before = structuredClone(await stage.entries(now()));
  let earlier: SeenEntry[] = before;
  let current = 0;
  let row = fresh();
  const rows: Row[] = [];

  function fresh(): Row {
    return {
      request: current + 1,
      say: stage.requests[current]?.say ?? "",
      calls: 0,
      errors: 0,
      characters: 0,
      met: false,
      answer: "",
    };
  }

  const wanted = () => {
    const request = stage.requests[current];
    if (!request) return "That was the last request.";
    return `${current + 1} of ${stage.requests.length}. ${stage.person} says:\n${request.say}`;
  };

  async function call([name = "", json = "{}"]: string[]): Promise<string> {
    let args: object;
    try {
      args = JSON.parse(json);
    } catch (error) {
      return `These arguments are not JSON: ${(error as Error).message}`;
    }
    const { text, isError } = await session.call(name, args);
    row.calls += 1;
    row.characters += text.length;
    if (isError) row.errors += 1;
    appendFileSync(
      join(folder, "calls.jsonl"),
      `${JSON.stringify({ request: current + 1, name, args, isError, text })}\n`,
    );
    return isError ? `ERROR\n${text}` : text;
  }

  async function answer([text = ""]: string[]): Promise<string> {
    const request = stage.requests[current];
    if (!request) return "There is no request left.";
    const entries = structuredClone(await stage.entries(now()));
    try {
      row.met = request.met({ entries, before, earlier, state: stage.state, now: now() }, text);
    } catch (error) {
      console.error(`request ${current + 1}: its check failed`, error);
    }
    rows.push({ ...row, answer: text });
    writeFileSync(join(folder, "rows.json"), JSON.stringify(rows, null, 1));
    earlier = entries;
    current += 1;
    row = fresh();
    if (current < stage.requests.length) return wanted();
    writeFileSync(join(folder, "score.txt"), scoreOf(rows));
    setTimeout(() => process.exit(0), 500);
    return "That was the last request. Thank you.";
  }

  const verbs: Record<string, (rest: string[]) => string | Promise<string>> = {
    instructions: () => session.instructions,
    tools: () => session.tools,
    next: wanted,
    call,
    read: ([uri = ""]) => session.read(uri),
    answer,
  };
  createServer(async (incoming, outgoing) => {
    let body = "";
    for await (const part of incoming) body += part;
    const { verb, rest } = JSON.parse(body) as { verb: string; rest: string[] };
    const known = verbs[verb];
    outgoing.end(known ? await known(rest) : `Use one of ${Object.keys(verbs).join(", ")}.`);
  }).listen(join(folder, "socket"));
  console.log(`${stage.requests.length} requests on ${join(folder, "socket")}`);
}

function scoreOf(rows: Row[]): string {
  const total = (key: "calls" | "errors" | "characters") => rows.reduce((all, one) => all + one[key], 0);
  const missed = rows.filter(({ met }) => !met);
  return [
    `${rows.length - missed.length} of ${rows.length} met, ${total("calls")} calls (${(total("calls") / rows.length).toFixed(2)} a request), ${total("errors")} errors, ${total("characters")} characters answered`,
    ...missed.map(({ request, say, answer }) => `not met: ${request}. ${say}\n  ${answer}`),
    "",
  ].join("\n");
}
