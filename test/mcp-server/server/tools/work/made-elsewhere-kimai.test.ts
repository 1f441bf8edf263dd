import { expect, test } from "vitest";
import { kimaiSession } from "../kimai-session";

const later = (s: Awaited<ReturnType<typeof kimaiSession>>) => {
  s.clock.now += 5_000;
  s.kimai.advance(5);
};
const lists = (s: Awaited<ReturnType<typeof kimaiSession>>) =>
  s.kimai.requests.filter(({ method, path }) => method === "GET" && /^\/(customers|projects|activities)/.test(path));

/** A project with an activity that somebody makes in Kimai's own window, after Punchcard has read the lists. */
async function withNewProject(who: "user" | "admin" = "admin", answers?: ("yes" | "no")[]) {
  const s = await kimaiSession(who, answers ? { answers } : {});
  await s.ok("find_work", { query: "Website" });
  const [project] = s.kimai.state.projects;
  if (!project) throw new Error("the fake has no project");
  later(s);
  s.kimai.state.projects.push({ ...project, id: 90, name: "Lighthouse" });
  s.kimai.state.activities.push({ id: 91, project: 90, name: "Keeping", visible: true, number: null });
  return s;
}
const made = (s: Awaited<ReturnType<typeof kimaiSession>>, path: RegExp) =>
  s.sent().filter((line) => line.startsWith("POST") && path.test(line));

test("clock_in finds a project that was made elsewhere a moment ago, and reads each list once more", async () => {
  const s = await withNewProject("user");
  s.kimai.requests.length = 0;
  const { data } = await s.ok("clock_in", { project: "Lighthouse", activity: "Keeping" });
  expect(data.entry).toMatchObject({ work: { project: { name: "Lighthouse" } } });
  expect(lists(s)).toHaveLength(3);
});

test("find_work finds what was made elsewhere a moment ago", async () => {
  const s = await withNewProject("user");
  expect((await s.ok("find_work", { query: "Lighthouse" })).text).toContain("#90 Lighthouse");
});

test("an unknown name is read anew only where lists are older than the call", async () => {
  const s = await kimaiSession("user");
  await s.ok("find_work", { query: "Website" });
  s.kimai.requests.length = 0;
  await s.refused("clock_in", { project: "Nowhere" });
  expect(lists(s).map(({ path }) => path)).toEqual([]);
  later(s);
  await s.refused("clock_in", { project: "Nowhere" });
  expect(lists(s)).toHaveLength(2);
});

test("create_missing takes what was made elsewhere in place of a double", async () => {
  const s = await withNewProject();
  await s.ok("clock_in", { customer: "Northwind", project: "Lighthouse", activity: "Keeping", create_missing: true });
  expect(s.kimai.state.projects.filter(({ name }) => name === "Lighthouse")).toHaveLength(1);
  expect(made(s, /projects|activities/)).toEqual([]);
});

test("create_missing takes what somebody makes while the person is asked", async () => {
  const s = await kimaiSession("admin");
  const item = await s.service.work.createItem?.("project", "Tower", { customer: "1" });
  const again = await s.service.work.createItem?.("project", "tower", { customer: "1" });
  expect(again).toMatchObject({ id: item?.id, existed: true });
  expect(await s.service.work.createItem?.("project", "Tower", { customer: "2" })).toMatchObject({ existed: false });
  expect(await s.service.work.createTag?.("Remote")).toMatchObject({ name: "remote" });
});

test("save_record finds a customer that was made elsewhere a moment ago", async () => {
  const s = await kimaiSession("admin");
  await s.ok("list_records", { type: "customer" });
  later(s);
  s.kimai.state.customers.push({ id: 95, name: "Zephyr", visible: true, number: null });
  await s.ok("save_record", { type: "project", records: [{ values: { name: "Sails", customer: "Zephyr" } }] });
  expect(s.kimai.state.projects.at(-1)).toMatchObject({ name: "Sails", customer: 95 });
});

test("save_record asks before it makes a second project of one name for one customer", async () => {
  const s = await withNewProject("admin", ["no"]);
  const save = (customer: string) =>
    s.call("save_record", { type: "project", records: [{ values: { name: "lighthouse", customer } }] });
  expect((await save("Northwind")).isError).toBe(true);
  expect(s.questions.flat().join()).toContain('There is a project "Lighthouse" of Northwind already (#90)');
  expect(made(s, /projects/)).toEqual([]);
  expect((await save("#2")).isError).toBe(false);
  expect(s.questions).toHaveLength(1);
});
