import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { conformanceServer } from "../fakes/conformance/server";
import { listen } from "../fakes/listen";
import { startTeamServer, type TestServer } from "../fakes/team/server";
import { allow, connect, passSignIn, register } from "../fakes/team/sign-in";

/** The protocol's own suite against our HTTP, sign-in and SDK, with its fixtures in place of Punchcard's tools. */
const given = process.env.PUNCHCARD_CONFORMANCE;
const suite = given ? (JSON.parse(given) as { node: string; script: string }) : null;

const noSession = "a question to the client is answered in another request, which without sessions reaches any replica";
const noTasks = "an extension of the protocol that Punchcard does not have: its calls end in seconds";

/** What cannot pass, and why. Each list holds exactly: what passes after all has to leave it. */
const revisions = [
  {
    revision: "2025-11-25",
    scenarios: 33,
    code: 1,
    unreachable: {
      "tools-call-sampling": noSession,
      "tools-call-elicitation": noSession,
      "elicitation-sep1034-defaults": noSession,
      "elicitation-sep1330-enums": noSession,
    },
  },
  {
    revision: "2026-07-28",
    scenarios: 50,
    code: 0,
    unreachable: {
      ...Object.fromEntries(
        [
          ...["lifecycle", "capability-negotiation", "wire-fields", "request-state-removal", "mrtr-input"],
          ...["request-headers", "dispatch-and-envelope", "required-task-error", "mrtr-composition"],
        ].map((name) => [`tasks-${name}`, noTasks]),
      ),
      "http-custom-header-server-validation":
        "no tool of Punchcard names a header; the SDK compares them in McpServer alone",
    },
  },
];

let front: Awaited<ReturnType<typeof listen>>;
let server: TestServer;
let folder = "";
let origin = "";
let token = "";

/** The suite sends no token: what stands before the server adds it, and changes nothing else. */
const addToken = createServer((asked, response) => {
  const { method, url, headers } = asked;
  const authorization = headers.authorization ?? (url === "/mcp" ? `Bearer ${token}` : undefined);
  const sent = httpRequest(
    {
      ...{ host: "127.0.0.1", port: server.port, method, path: url, agent: false },
      headers: { ...headers, ...(authorization && { authorization }) },
    },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      answer.once("error", () => response.destroy());
    },
  );
  sent.once("error", () => response.destroy());
  response.once("close", () => sent.destroy());
  asked.pipe(sent);
});

function run(args: string[], said: (text: string) => void = () => undefined) {
  const { node = "", script = "" } = suite ?? {};
  const child = spawn(node, [script, ...args], { cwd: folder, env: { PATH: process.env.PATH, HOME: folder } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (part) => {
      output += part;
      said(output);
    });
  return new Promise<{ code: number | null; output: string }>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done({ code, output }));
  });
}

/** @returns scenario -> checks that passed and failed */
function scores(output: string): Record<string, [passed: number, failed: number]> {
  const lines = output.matchAll(/^[✓✗] ([\w/.-]+): (\d+) passed, (\d+) failed/gm);
  return Object.fromEntries(
    [...lines].map(([, name = "", passed, failed]) => [name, [Number(passed), Number(failed)]]),
  );
}

beforeAll(async () => {
  if (!suite) return;
  folder = mkdtempSync(join(tmpdir(), "pc-conformance-"));
  front = await listen(addToken);
  origin = `http://localhost:${front.port}`;
  server = await startTeamServer({
    config: { origin },
    parts: {
      openPerson: async (person) => {
        const bus = server.busOf(person);
        return { create: () => conformanceServer(bus), bus };
      },
    },
  });
  token = (await connect(server.browser(), { level: "everything" })).access_token;
});
afterAll(async () => {
  await front?.close();
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!suite)("the protocol's conformance suite", () => {
  it.each(revisions)("passes what $revision requires, but for what is named here", async (expected) => {
    const args = ["server", "--url", `${origin}/mcp`, "--requirements", expected.revision];
    const { code, output } = await run(args);
    const found = Object.entries(scores(output));
    const failed = found.filter(([, [, count]]) => count > 0).map(([name]) => name);
    expect(failed).toEqual(Object.keys(expected.unreachable));
    expect([found.length, code]).toEqual([expected.scenarios, expected.code]);
  });

  it("passes all that is asked of the authorization server", async () => {
    const free = await listen(createServer());
    await free.close();
    const redirect = `http://127.0.0.1:${free.port}/callback`;
    const browser = server.browser();
    const client = await register(browser, redirect);
    let isFollowed = false;
    const follow = async (link: string) => {
      const { pathname, search } = new URL(link);
      const back = await allow(browser, await passSignIn(browser, await browser.get(pathname + search)));
      await fetch(back);
    };
    const args = ["--url", origin, "--client-id", client, "--port", String(free.port), "--resource", `${origin}/mcp`];
    const { code, output } = await run(["authorization", ...args], (text) => {
      const [link] = /http:\/\/localhost:\d+\/oauth\/authorize\?\S+(?=\s)/.exec(text) ?? [];
      if (!link || isFollowed || !text.includes("Callback server started")) return;
      isFollowed = true;
      void follow(link);
    });
    expect(scores(output)).toEqual({
      "authorization-server-metadata-endpoint": [2, 0],
      "authorization-code-grant": [1, 0],
    });
    expect(code).toBe(0);
  });
});
