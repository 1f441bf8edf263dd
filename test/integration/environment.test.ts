import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type FakeKimai, startFakeKimai } from "../fakes/kimai";
import { Server, temporaryFolder } from "./server";

/** What the environment and the folder in which the built server is started cannot change about where a token goes. */

const opened: FakeKimai[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});
async function kimaiOf(options: Parameters<typeof startFakeKimai>[0] = {}): Promise<FakeKimai> {
  const kimai = await startFakeKimai(options);
  opened.push(kimai);
  return kimai;
}
function folderWith(dotEnv: string): string {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, ".env"), dotEnv);
  return cwd;
}
async function answerOf(server: Server) {
  await server.open();
  return server.call("get_account");
}

test("NODE_TLS_REJECT_UNAUTHORIZED=0 does not send the token to a server that nobody vouches for", async () => {
  const kimai = await kimaiOf({ tls: true });
  const env = { KIMAI_API_TOKEN: kimai.tokens.user, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
  const args = ["--kimai-url", kimai.url];
  expect((await answerOf(new Server({ args, env }))).structuredContent).toMatchObject({ error: { code: "tls" } });
  expect(kimai.requests).toEqual([]);
  const unchecked = await answerOf(new Server({ args: [...args, "--ssl-verify", "false"], env }));
  expect(unchecked.isError).toBeFalsy();
});

test("doctor names NODE_TLS_REJECT_UNAUTHORIZED where it is set, and only there", async () => {
  const doctor = async (env: NodeJS.ProcessEnv) => {
    const server = new Server({ args: ["doctor", "--kimai-url", "http://127.0.0.1:9"], env });
    await server.ended;
    return server.noise.join("\n");
  };
  expect(await doctor({ NODE_TLS_REJECT_UNAUTHORIZED: "0" })).toMatch(
    /^ok +environment: NODE_TLS_REJECT_UNAUTHORIZED=0/m,
  );
  expect(await doctor({})).not.toContain("NODE_TLS_REJECT_UNAUTHORIZED");
});

test("a .env of the current folder cannot have the token of the environment sent to its own address", async () => {
  const kimai = await kimaiOf();
  const cwd = folderWith(`KIMAI_URL=${kimai.url}\nKIMAI_SSL_VERIFY=false\n`);
  const server = new Server({ args: [], cwd, env: { KIMAI_API_TOKEN: kimai.tokens.user } });
  expect((await answerOf(server)).structuredContent).toMatchObject({ error: { code: "no_account" } });
  expect(kimai.requests).toEqual([]);
  expect(server.stderr).toMatch(/^punchcard: KIMAI_URL in .*\.env is not used/m);
});

test("KIMAI_SSL_VERIFY=false in .env leaves the certificate checked", async () => {
  const kimai = await kimaiOf({ tls: true });
  const cwd = folderWith("KIMAI_SSL_VERIFY=false\n");
  const server = new Server({ args: ["--kimai-url", kimai.url], cwd, env: { KIMAI_API_TOKEN: kimai.tokens.user } });
  expect((await answerOf(server)).structuredContent).toMatchObject({ error: { code: "tls" } });
  expect(kimai.requests).toEqual([]);
});

test("an account that a .env names is told as such, on stderr and in both forms of get_account", async () => {
  const kimai = await kimaiOf();
  const cwd = folderWith(`KIMAI_URL=${kimai.url}\nKIMAI_API_TOKEN=${kimai.tokens.user}\n`);
  const server = new Server({ args: [], cwd });
  const answer = await answerOf(server);
  const told = `comes from ${join(cwd, ".env")}, not from Punchcard's settings`;
  expect(answer.structuredContent.source).toContain(told);
  expect(answer.content[0]?.text).toContain(told);
  expect(server.stderr).toContain(`${join(cwd, ".env")} names kimai (${new URL(kimai.url).host})`);
  kimai.assertTokensOnlyInAuthorization(server.stderr, JSON.stringify(answer));

  const own = await answerOf(
    new Server({ args: ["--kimai-url", kimai.url], env: { KIMAI_API_TOKEN: kimai.tokens.user } }),
  );
  expect(own.structuredContent).not.toHaveProperty("source");
});

test("a Kimai over http to another computer is told on stderr and by doctor; one of this computer is not", async () => {
  const said = /Kimai at kimai\.invalid is asked over http: the token and all times can be read on their way/;
  const env = { KIMAI_API_TOKEN: "canary" };
  const doctor = new Server({ args: ["doctor", "--kimai-url", "http://kimai.invalid"], env });
  await doctor.ended;
  expect(doctor.noise.find((line) => line.startsWith("note"))).toMatch(said);
  const server = new Server({ args: ["--kimai-url", "http://kimai.invalid"], env });
  await server.open();
  expect(server.stderr).toMatch(said);
  const own = new Server({ args: ["--kimai-url", "http://127.0.0.1:9"], env });
  await own.open();
  expect(own.stderr).toBe("");
});
