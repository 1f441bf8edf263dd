import { expect, onTestFinished, test } from "vitest";
import { createSchema } from "#team/store/create-schema";
import { openLibsql } from "#team/store/libsql";
import { fastFolder } from "../../../fakes/fast-folder";
import { startTeamServer } from "../../../fakes/team/server";
import { callMcp, connect, register } from "../../../fakes/team/sign-in";

test("a full database refuses what would be kept, says so, and goes on when there is space again", async () => {
  const database = await openLibsql(`${fastFolder("full")}/team.db`);
  await createSchema(database);
  const server = await startTeamServer({ database });
  onTestFinished(async () => {
    await server.stop();
    await database.close();
  });
  const browser = server.browser();
  const { access_token: token } = await connect(browser);
  const listed = async () => (await callMcp(browser, token, { method: "tools/list" })).status;
  expect(await listed()).toBe(200);
  const [{ page_count: pages } = { page_count: 0 }] = await database.all<{ page_count: number }>("PRAGMA page_count");
  await database.all(`PRAGMA max_page_count = ${pages}`);
  const redirect = "http://127.0.0.1:3118/callback";
  const until = async () => {
    for (let count = 0; count < 200; count++)
      try {
        await register(browser, redirect, { client_name: "x".repeat(1_000) });
      } catch (error) {
        return (error as Error).message;
      }
    return "never full";
  };
  expect(await until()).toMatch(/^registration: 50[03] /);
  expect(server.lines.join("\n")).toContain("No space is left for the database.");
  // Who is signed in goes on with what only reads.
  expect(await listed()).toBe(200);
  await database.all(`PRAGMA max_page_count = ${pages + 1_000}`);
  expect(await register(browser, redirect)).toEqual(expect.any(String));
});
