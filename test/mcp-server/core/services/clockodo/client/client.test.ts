import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ServiceError } from "#core/domain/errors";
import { advised, createClockodoClient } from "#core/services/clockodo/client/client";
import { pathOf } from "#core/services/clockodo/client/paths";
import { type FakeClockodo, type FakeClockodoOptions, startFakeClockodo } from "../../../../../fakes/clockodo";
import { failureOf } from "../setup";

let clockodo: FakeClockodo | null = null;
let client: ReturnType<typeof createClockodoClient> | null = null;
const lines: string[] = [];
async function begin(options: FakeClockodoOptions = {}, key?: string) {
  clockodo = await startFakeClockodo(options);
  const env = {
    accountId: "clockodo",
    secret: async () => key ?? clockodo?.people.mara.key ?? "",
    breaks: { read: async () => null, write: async () => undefined },
    log: (event: string, detail?: unknown) => lines.push(JSON.stringify([event, detail])),
    now: () => clockodo?.now() ?? 0,
  };
  const where = { url: `${clockodo.url}/`, user: clockodo.people.mara.email };
  client = createClockodoClient(where, env, { silenceMs: 60_000, retryBaseMs: 5 });
  return { clockodo, client };
}
afterEach(async () => {
  clockodo?.assertKeysOnlyInHeaders(...lines.splice(0));
  await client?.close();
  await clockodo?.close();
});

const me = z.object({ data: z.object({ id: z.number() }) });
const named = z.object({ id: z.number(), name: z.string() });
const status = (code: number, body: unknown) => ({
  kind: "status" as const,
  status: code,
  body: typeof body === "string" ? body : JSON.stringify(body),
});

describe("what Clockodo answers when something is wrong", () => {
  const item = { type: "HasToBeInactive", message: "It has to be inactive.", path: null, details: null };
  it.each([
    ["a flat list", 422, { errors: [item] }],
    ["a nested list", 422, { errors: [{ error: item }] }],
    ["an older shape", 400, { error: { message: "It has to be inactive.", fields: ["active"] } }],
    ["an older shape with a code", 400, { error: { code: 400, message: "It has to be inactive." } }],
  ])("is told in its words, as %s", async (_shape, code, body) => {
    const { clockodo, client } = await begin();
    clockodo.fail({ failure: status(code, body) });
    const error = await failureOf(client.get(me, pathOf("users", "me")));
    expect(error).toMatchObject({ kind: "invalid", saved: "no" });
    expect(error.message).toContain("It has to be inactive.");
  });

  it("names the fields in our words", async () => {
    const { clockodo, client } = await begin();
    clockodo.fail({ failure: status(400, { error: { message: "Wrong format", fields: ["time_since"] } }) });
    expect(await failureOf(client.get(me, pathOf("users", "me")))).toMatchObject({ fields: { begin: "Wrong format" } });
  });

  it.each([
    ["a page of a proxy", { kind: "html" as const, status: 404 }, "not_this_product"],
    ["a page that says 200", { kind: "html" as const, status: 200 }, "not_this_product"],
    ["an answer without a shape", status(422, "[]"), "invalid"],
    ["an empty body", status(404, ""), "not_found"],
    ["a removed path", status(410, ""), "unsupported"],
    ["an unknown route", status(404, { errors: [{ type: "RouteNotFound" }] }), "unsupported"],
    ["too many requests for long", { ...status(429, ""), headers: { "retry-after": "600" } }, "rate_limited"],
    ["too many requests without a time", status(429, { error: { message: "Too many" } }), "rate_limited"],
  ])("is understood as %s", async (_what, failure, kind) => {
    const { clockodo, client } = await begin();
    clockodo.fail({ failure });
    expect(await failureOf(client.get(me, pathOf("users", "me")))).toMatchObject({ kind, saved: "no" });
  });

  it.each(["wrong", ""])("says of the key %j that it may be wrong or missing", async (key) => {
    const { client } = await begin({}, key);
    const error = await failureOf(client.get(me, pathOf("users", "me")));
    expect(error).toMatchObject({ kind: "unauthorized" });
    expect(error.message).toMatch(/or got none/);
  });

  it("is a changed product where a good answer has another shape, and no value is logged", async () => {
    const { clockodo, client } = await begin();
    clockodo.fail({ failure: status(200, { data: { id: "forty-two-secret" } }) });
    expect(await failureOf(client.get(me, pathOf("users", "me")))).toMatchObject({ kind: "not_this_product" });
    expect(lines.join()).toContain("data.id");
    expect(lines.join()).not.toContain("forty-two");
  });
});

describe("what is sent with every request", () => {
  it("names Punchcard in no more than 50 characters, with a contact", async () => {
    const { clockodo, client } = await begin();
    await client.get(me, pathOf("users", "me"));
    const said = String(clockodo.requests[0]?.headers["x-clockodo-external-application"]);
    expect(said.length).toBeLessThanOrEqual(50);
    expect(said).toBe(`Punchcard;${clockodo.people.mara.email}`);
  });

  it("names no contact rather than a cut or invented one, where the person's address is too long", async () => {
    const { clockodo } = await begin();
    const user = `${"mara".repeat(12)}@studio-lind.example`;
    const env = {
      accountId: "clockodo",
      secret: async () => "no key",
      breaks: { read: async () => null, write: async () => undefined },
      log: () => undefined,
      now: Date.now,
    };
    const other = createClockodoClient({ url: clockodo.url, user }, env, {});
    expect(await failureOf(other.get(me, pathOf("users", "me")))).toMatchObject({ kind: "unauthorized" });
    await other.close();
    expect(clockodo.requests.at(-1)?.headers["x-clockodo-external-application"]).toBe("Punchcard;");
  });

  it("goes to the version of each resource, whatever stands at the end of the address", async () => {
    const { clockodo, client } = await begin();
    await client.get(me, pathOf("users", "me"));
    expect(clockodo.requests[0]?.url).toBe("/api/v4/users/me");
    const path = (...parts: Parameters<typeof pathOf>) => pathOf(...parts).join("/");
    expect([
      path("users", 42),
      path("users", 42, "access", "services"),
      path("projects", 7, "complete"),
      path("projects", 7, "setBilled"),
      path("projects", "7", "createNextInterval"),
      path("projects", "reports"),
      path("targethours"),
      path("workTimes", "changeRequests", 5, "approve"),
      path("workTimes", "changeRequests", 5, "decline"),
    ]).toEqual([
      "v3/users/42",
      "v2/users/42/access/services",
      "v4/projects/7/complete",
      "v3/projects/7/setBilled",
      "v2/projects/7/createNextInterval",
      "v4/projects/reports",
      "targethours",
      "v3/workTimes/changeRequests/5/approve",
      "v2/workTimes/changeRequests/5/decline",
    ]);
  });
});

describe("lists of many pages", () => {
  const many: FakeClockodoOptions["seed"] = (state) => {
    for (let id = 1; id <= 23; id++)
      state.services.push({
        id,
        name: `Service ${String(id).padStart(2, "0")}`,
        number: null,
        active: true,
        note: null,
      });
    state.services = state.services.filter(({ id }) => id <= 23);
  };
  const read = async (perPage: number) => {
    const rows: string[] = [];
    if (!client) throw new Error("no client");
    for await (const page of client.all(named, pathOf("services"), { perPage }))
      rows.push(...page.rows.map((r) => r.name));
    return rows;
  };

  it("come whole and in order, each row once", async () => {
    const { clockodo } = await begin({ seed: many });
    const rows = await read(5);
    expect(rows).toHaveLength(23);
    expect(rows).toEqual(rows.toSorted());
    expect(clockodo.count("GET", /services/)).toBe(5);
  });

  it("are asked for no further when nobody reads on", async () => {
    const { clockodo, client } = await begin({ seed: many });
    for await (const page of client.all(named, pathOf("services"), { perPage: 1 })) if (page.total === 23) break;
    expect(clockodo.count("GET", /services/)).toBe(1);
  });

  it("are empty where Clockodo counts 0 pages", async () => {
    const { clockodo } = await begin({
      seed: (state) => {
        state.services = [];
      },
    });
    expect(await read(5)).toEqual([]);
    expect(clockodo.count("GET", /services/)).toBe(1);
  });

  it("are whole where the answer says nothing of pages", async () => {
    const { clockodo } = await begin();
    clockodo.fail({ failure: status(200, { data: [{ id: 1, name: "Only" }] }) });
    expect(await read(5)).toEqual(["Only"]);
  });
});

it("asks nobody who set no address to check it where something else answers", () => {
  for (const kind of ["not_this_product", "redirected"] as const) {
    const error = new ServiceError(kind, "https://my.clockodo.com answers, but not as Clockodo does.", {
      next: "Check the address.",
    });
    expect(advised(error, true)).toBe(error);
    expect(advised(error, false)).toMatchObject({
      kind,
      message: error.message,
      next: expect.stringMatching(/^A proxy.*then try again\.$/),
    });
  }
  const offline = new ServiceError("offline", "It cannot be reached.");
  expect(advised(offline, false)).toBe(offline);
});
