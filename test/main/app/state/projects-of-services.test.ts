import { expect, it } from "vitest";
import { Projects } from "#main/app/state/projects";
import { importSession, toggl } from "../../../mcp-server/server/imports/import-session";

/** Projects as the windows get them, of the real tools on each service. */
async function opened(name: string) {
  const on = await importSession(name);
  const projects = new Projects({
    server: {
      call: async (tool, { account: _one, ...args }, schema) => schema.parse((await on.ok(tool, args)).data) as never,
    },
    requests: { request: () => Promise.reject(new Error("not asked for")) },
    service: () => name,
    written: () => undefined,
  });
  const view = () => projects.list({ accountId: "one", year: "2026" }, 1);
  const customersOf = async (project: string) =>
    (await view()).projects.filter((one) => one.name === project).map(({ customer }) => customer?.name ?? null);
  return { on, projects, view, customersOf };
}

const services = ["kimai", "clockodo", "local"];
const row = { day: "2026-11-16", from: "9:00", to: "10:00", customer: "Beacon", project: "Lighthouse" };

it.each(services)("%s shows a project that was made for an entry below its new customer", async (name) => {
  const { on, customersOf } = await opened(name);
  const entries = [
    { ...row, activity: "Design" },
    { ...row, activity: "Design", project: "Tower", from: "11:00", to: "12:00" },
  ];
  await on.ok("log_time", { entries, create_missing: true });
  expect(await customersOf("Lighthouse")).toEqual(["Beacon"]);
  expect(await customersOf("Tower")).toEqual(["Beacon"]);
});

it.each(services)("%s shows a project that an import made below its new customer", async (name) => {
  const { on, customersOf } = await opened(name);
  on.put(toggl({ client: "Beacon", project: "Lighthouse", task: "Design", text: "One" }));
  await on.run();
  expect(await customersOf("Lighthouse")).toEqual(["Beacon"]);
});

it.each(services)("%s moves a project to another customer, where a new name leaves it", async (name) => {
  const { on, projects, view, customersOf } = await opened(name);
  const other = { ...row, customer: "Harbour", project: "Pier", activity: "Design", from: "11:00", to: "12:00" };
  await on.ok("log_time", { entries: [{ ...row, activity: "Design" }, other], create_missing: true });
  const { customers, projects: all } = await view();
  const id = all.find((one) => one.name === "Lighthouse")?.id;
  const harbour = customers.find((one) => one.name === "Harbour")?.id;
  await projects.save({ accountId: "one", id, values: { customer: harbour } });
  await projects.save({ accountId: "one", id, values: { name: "Beam" } });
  expect(await customersOf("Beam")).toEqual(["Harbour"]);
});
