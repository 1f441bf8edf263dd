import { expect, test } from "vitest";
import { kimaiSession } from "../kimai-session";

test("clock_in asks Kimai once for what runs, and tells what it ended", async () => {
  const { ok, kimai } = await kimaiSession("user");
  const looks = () =>
    kimai.requests.filter(({ method, path }) => method === "GET" && /timesheets\/active/.test(path)).length;
  const [one, other] = (await ok("find_work", { levels: ["activity"], detail: "full" })).data.items as {
    id: string;
    parents: { project?: { id: string } };
  }[];
  const on = (item: typeof one) => ({ activity: `#${item?.id}`, project: `#${item?.parents.project?.id ?? 1}` });
  await ok("clock_in", on(one));
  const before = looks();
  const { data } = await ok("clock_in", on(other));
  expect(data.stopped).toHaveLength(1);
  // Before the start, and after it to see whether Kimai ended what ran.
  expect(looks() - before).toBe(2);
});

test("clock_out on a break ends the break, so that get_status is idle afterwards", async () => {
  const { ok } = await kimaiSession("user");
  await ok("clock_in", { project: "Website relaunch", activity: "Design" });
  await ok("take_break");
  expect((await ok("get_status")).data.state).toBe("break");
  const { data } = await ok("clock_out");
  expect(data).toMatchObject({ entries: [], notes: ["The break is over; nothing was running."] });
  expect((await ok("get_status")).data.state).toBe("idle");
});
