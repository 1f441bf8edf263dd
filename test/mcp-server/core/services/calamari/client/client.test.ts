import { afterEach, expect, it, vi } from "vitest";
import type { AdapterEnvironment } from "#core/domain/ports";
import { createCalamariClient } from "#core/services/calamari/client/client";
import { type Endpoint, endpoints } from "#core/services/calamari/client/paths";
import { people } from "../../../../../fakes/calamari/seed";
import { failureOf, type Setup, setup } from "../setup";

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function begin(
  more: { url?: (url: string) => string; key?: (key: string) => string } & Partial<AdapterEnvironment> = {},
) {
  const s: Setup = await setup("nora");
  const { url = (same) => same, key = (same) => same, ...env } = more;
  const client = createCalamariClient(
    { url: url(s.calamari.url), person: people.nora },
    {
      ...{ accountId: "a", secret: async () => key(s.calamari.state.key), breaks: s.breaks },
      ...{ log: () => undefined, now: () => s.calamari.now(), ...env },
    },
    { retryBaseMs: 10 },
  );
  open.push(
    () => s.close(),
    () => client.close(),
  );
  return { s, client };
}
const ida = { employee: people.ida, employees: [people.ida], person: people.ida };
const days = { from: "2026-11-01", to: "2026-11-30" };

it("sends nothing about people in the name of nobody", async () => {
  const { s, client } = await begin({ may: () => true });
  const personal = Object.values<Endpoint>(endpoints).filter((endpoint) => !endpoint.impersonal);
  expect(personal.length).toBeGreaterThan(20);
  for (const endpoint of personal)
    await expect(client.send(endpoint, { about: "nobody", body: ida })).rejects.toThrow(RangeError);
  expect(s.calamari.requests).toEqual([]);
});

it("puts its own person over whomever a body names", async () => {
  const { s, client } = await begin();
  await client.send(endpoints.findShifts, {
    about: { as: "employees" },
    body: { ...days, employees: [people.ida] },
  });
  await client.send(endpoints.absencesOfOne, {
    about: { as: "employee" },
    body: { ...days, employee: people.ida },
  });
  expect(s.calamari.requests).toHaveLength(2);
  expect(s.calamari.othersAskedFor(people.nora)).toEqual([]);
});

it("names somebody else in its own person's place only where it may", async () => {
  const { s, client } = await begin({ may: (cell) => cell === "others_time.read" });
  const asked = (cell: string) =>
    client.send(endpoints.findShifts, { about: { as: "employees", other: people.ida, cell }, body: days });
  expect(await failureOf(asked("others_absence.read"))).toMatchObject({ kind: "forbidden", saved: "no" });
  expect(s.calamari.requests).toEqual([]);
  await asked("others_time.read");
  expect(s.calamari.othersAskedFor(people.nora)).toHaveLength(1);
});

it("asks about others where nobody says whether it may as where it may not", async () => {
  for (const may of [undefined, () => false]) {
    const { s, client } = await begin({ may });
    const asked = client.send(endpoints.findShifts, { about: { beyond: "others_time.read" }, body: days });
    expect(await failureOf(asked)).toMatchObject({ kind: "forbidden", saved: "no" });
    expect(() => client.demand("others_time.read")).toThrow(/kept to its own person/);
    expect(s.calamari.requests).toEqual([]);
  }
});

it.each([
  ["with a slash at the end", (url: string) => `${url}/`],
  ["as Calamari shows it, with /api", (url: string) => `${url}/api`],
  ["with both", (url: string) => `${url}/api/`],
])("finds Calamari at an address %s", async (_how, url) => {
  const { s, client } = await begin({ url, key: (key) => `  ${key}\n` });
  await client.send(endpoints.projects, { about: "nobody" });
  expect(s.calamari.requests).toMatchObject([{ path: "/clockin/projects/v1/get-projects", status: 200 }]);
});

it("says of an answer that it does not understand whether something was saved", async () => {
  const { s, client } = await begin();
  s.calamari.fail({ failure: { kind: "status", status: 200, body: '{"id":"what"}' } });
  const write = client.send(endpoints.createShift, { about: { as: "person" } });
  expect(await failureOf(write)).toMatchObject({ kind: "not_this_product", saved: "unknown" });
  const read = client.send(endpoints.status, { about: { as: "person" } });
  expect(await failureOf(read)).toMatchObject({ kind: "not_this_product", saved: "no" });
});

it.each(["", " ", "*", "**", "a*", "%", "externalNumber:", "externalNumber:*", "nora lind"])(
  "sends nothing for a person that is %j, whatever the settings say",
  async (person) => {
    const { s } = await begin();
    const secret = vi.fn(async () => s.calamari.state.key);
    const env = { accountId: "a", secret, breaks: s.breaks, log: () => undefined, now: () => s.calamari.now() };
    const client = createCalamariClient({ url: s.calamari.url, person }, env, {});
    const before = s.calamari.requests.length;
    const asked = [
      client.send(endpoints.status, { about: { as: "person" } }),
      client.send(endpoints.findShifts, { about: { as: "employees" }, body: days }),
      client.send(endpoints.absenceTypes, { about: "nobody" }),
    ];
    for (const one of asked) expect(await failureOf(one)).toMatchObject({ kind: "invalid", saved: "no" });
    expect(secret).not.toHaveBeenCalled();
    expect(s.calamari.requests).toHaveLength(before);
    await client.close();
  },
);
