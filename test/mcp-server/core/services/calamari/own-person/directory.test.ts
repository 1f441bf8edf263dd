import { expect, it } from "vitest";
import { ServiceError } from "#core/domain/errors";
import type { AdapterEnvironment } from "#core/domain/ports";
import type { CalamariClient } from "#core/services/calamari/client/client";
import { createDirectory } from "#core/services/calamari/own-person/directory";
import { keptToOwnPerson } from "#core/services/calamari/own-person/own-row-filter";
import { failureOf } from "../setup";

interface Sent {
  path: string;
  body: Record<string, unknown>;
  query: Map<string, unknown>;
}

/** A directory whose requests are answered here, and whose client's permissions may change between two calls. */
function directory(answer: (sent: Sent) => unknown) {
  const sent: Sent[] = [];
  const allowed = new Set(["person.read", "others_time.read"]);
  const demand = (cell: string) => {
    if (!allowed.has(cell)) throw keptToOwnPerson();
  };
  const client: CalamariClient = {
    person: "nora.lind@fjordworks.example",
    demand,
    clockSkew: () => 0,
    close: async () => undefined,
    async send({ path, answer: schema }, { about, body, query }) {
      if (typeof about === "object" && "beyond" in about) demand(about.beyond);
      const one: Sent = { path: path.join("/"), body: { ...body }, query: new Map(query as [string, unknown][]) };
      sent.push(one);
      if (sent.length > 20) throw new Error("it never ends");
      return schema.parse(answer(one));
    },
  };
  const env = { now: () => 0, may: (cell: string) => allowed.has(cell) } as AdapterEnvironment;
  return { people: createDirectory(client, env), sent, allowed };
}

const somebody = (id: number, more: object = {}) => ({
  id,
  firstName: "P",
  lastName: String(id),
  email: `p${id}@x.example`,
  ...more,
});
const isV1 = ({ path }: Sent) => path.includes("employee");
const closed = () => {
  throw new ServiceError("forbidden", "no scope");
};
const uuid = (id: number) => `0b1c2d3e-0000-4000-8000-${String(id).padStart(12, "0")}`;
const full = Array.from({ length: 100 }, (_, at) => ({ ...somebody(at), id: uuid(at), legacyId: at, archived: false }));

it("a company whose pages never change is read once, and not for ever, by either interface", async () => {
  const v1 = directory(() => ({ employees: [somebody(1), somebody(2)] }));
  expect(await v1.people.list()).toHaveLength(2);
  expect(v1.sent).toHaveLength(2);
  const v2 = directory((one) => (isV1(one) ? closed() : { data: full }));
  expect(await v2.people.list()).toHaveLength(100);
  expect(v2.sent.map(({ query }) => query.get("offset"))).toEqual([undefined, 0, 100]);
});

it("who is archived is in no list of those who work here, also once both are remembered together", async () => {
  const { people, sent } = directory(({ body }) => ({
    employees: body.withArchived ? [somebody(1), somebody(2, { archived: true })] : [somebody(1)],
    totalPages: 1,
  }));
  expect(await people.list({ archived: true })).toHaveLength(2);
  expect((await people.list()).map(({ id }) => id)).toEqual([1]);
  expect(sent).toHaveLength(1);
});

it("who is asked for by a login is the only one that is found, and nobody where several are", async () => {
  const found = [somebody(1)];
  const { people } = directory(({ body }) => ({ employees: body.employee ? found : [], totalPages: 1 }));
  expect(await people.one("plogin")).toMatchObject({ id: 1 });
  found.push(somebody(2));
  expect(await people.one("other")).toBeNull();
});

it("what one call has read is told to no later call that may know of nobody", async () => {
  const { people, sent, allowed } = directory(() => ({ employees: [somebody(1)], totalPages: 1 }));
  await people.list({ archived: true });
  await people.list();
  expect(await people.one("p1@x.example")).toMatchObject({ id: 1 });
  const before = sent.length;
  allowed.clear();
  for (const asked of [people.list(), people.list({ archived: true }), people.one("p1@x.example")])
    expect(await failureOf(asked)).toMatchObject({ kind: "forbidden" });
  allowed.add("others_time.read");
  expect(await failureOf(people.one("p1@x.example", undefined, "person.update"))).toMatchObject({ kind: "forbidden" });
  expect(await people.one("p1@x.example")).toMatchObject({ id: 1 });
  expect(sent).toHaveLength(before);
});
