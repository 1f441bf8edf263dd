import { createServer } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { teamConfig } from "#team/config/team-config";
import { startServing } from "#team/operation/start";
import { fastFolder } from "../../../fakes/fast-folder";
import { Browser } from "../../../fakes/team/browser";
import { origin } from "../../../fakes/team/server";
import { authorizePath, newVerifier } from "../../../fakes/team/sign-in";

test("a stranger's client cannot make the server reach an address that the company lists for accounts", async () => {
  let reached = 0;
  const inside = createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  await new Promise<void>((ready) => inside.listen(0, "127.0.0.1", ready));
  const { port } = inside.address() as { port: number };
  const values = {
    ...{ publicUrl: origin, data: fastFolder("start"), port: "0", operationPort: "0", logLevel: "error" },
    serviceAddresses: `127.0.0.1,localhost,127.0.0.1:${port}`,
  };
  const serving = await startServing(teamConfig(values, "/"));
  onTestFinished(async () => {
    await serving.stop();
    inside.close();
  });
  const browser = new Browser(serving.port, origin);
  const redirect = "http://127.0.0.1:3118/callback";
  for (const host of ["127.0.0.1", "localhost"]) {
    const client = `https://${host}:${port}/client.json`;
    const answer = await browser.get(authorizePath({ client, redirect, verifier: newVerifier() }));
    expect(answer.status).toBe(400);
  }
  expect(reached).toBe(0);
});
