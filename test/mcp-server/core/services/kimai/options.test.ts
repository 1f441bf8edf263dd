import { expect, test } from "vitest";
import { startFakeKimai } from "../../../../fakes/kimai";

test("the fake answers OPTIONS with 200 and nothing else, as Kimai does, also without a token", async () => {
  const kimai = await startFakeKimai();
  const answer = await fetch(`${kimai.url}/api/timesheets`, { method: "OPTIONS" });
  expect([answer.status, await answer.text()]).toEqual([200, ""]);
  expect((await fetch(`${kimai.url}/api/timesheets`)).status).toBe(401);
  await kimai.close();
});
