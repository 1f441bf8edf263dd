import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { connectAccount } from "#team/accounts/connect";
import type { PersonGrant } from "#team/accounts/open-person";
import type { Person } from "#team/people/person";
import { fastFolder } from "../../../fakes/fast-folder";
import { type FakeKimai, startFakeKimai } from "../../../fakes/kimai";
import { onBothStores } from "../store/stores";
import { openTeam, type Team } from "./team-fixture";

/** A new one for each test: what another clocked out is rounded to a minute that may be still to come. */
let kimai: FakeKimai;
beforeEach(async () => {
  kimai = await startFakeKimai();
});
afterEach(() => kimai.close());

onBothStores("the status of the last seconds", (store) => {
  let now: number;
  let here: Team;
  let there: Team;
  let marta: Person;
  const opened: Client[] = [];

  beforeEach(async () => {
    const { database, again } = await store.empty();
    now = Date.parse("2026-11-19T10:07:33Z");
    const hosts = [new URL(kimai.url).host];
    const folder = fastFolder("team");
    here = await openTeam(database, hosts, () => now, folder);
    there = await openTeam(await again(), hosts, () => now, folder);
    marta = await here.add("marta");
    const input = { service: "kimai", url: kimai.url, secret: kimai.tokens.user, profile: "track" } as const;
    await connectAccount(marta, input, { kind: "none" }, here.connect, AbortSignal.timeout(10_000));
    for (const one of kimai.state.timesheets) one.end ??= one.begin;
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((client) => client.close().catch(() => undefined)));
    for (const team of [here, there]) {
      await team.open.close();
      await team.audit.flush();
    }
  });
  const clientOf = async (team: Team, id = "g1") => {
    const grant: PersonGrant = {
      ...{ id, level: "everything", accounts: null },
      client: { id: "c1", name: "Claude", redirectHost: "claude.ai" },
    };
    const fetch = async (url: string | URL, init?: RequestInit) => {
      const { create, bus } = await team.open.open(marta.id, grant);
      return createMcpHandler(create, { legacy: "stateless", bus }).fetch(new Request(url, init));
    };
    const client = new Client({ name: "test", version: "1" });
    await client.connect(new StreamableHTTPClientTransport(new URL("https://time.example.org/mcp"), { fetch }));
    opened.push(client);
    return async (name: string, args: Record<string, unknown> = {}) => {
      const { structuredContent, isError, content } = await client.callTool({ name, arguments: args });
      expect(isError, JSON.stringify(content)).toBeFalsy();
      return (structuredContent ?? {}) as Record<string, unknown>;
    };
  };
  const asked = () => kimai.count("GET", /^\/timesheets/);
  const work = () => {
    const { project, activity } = kimai.state.timesheets.find(({ user }) => user === 3) ?? { project: 1, activity: 1 };
    return { project: `#${Number(project)}`, activity: `#${Number(activity)}` };
  };

  test("is told without asking the service again, at the time of the call, and read anew after five seconds", async () => {
    const call = await clientOf(here);
    const first = await call("get_status");
    const before = asked();
    now += 4_000;
    const second = await call("get_status");
    expect(asked()).toBe(before);
    expect(second).toEqual({ ...first, now: second.now });
    expect(Date.parse(String(second.now)) - Date.parse(String(first.now))).toBe(4_000);
    now += 1_000;
    await call("get_status");
    expect(asked()).toBeGreaterThan(before);
  });

  test("says nothing of the server's own clock, which is not the person's", async () => {
    vi.stubEnv("TZ", "Pacific/Auckland");
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(new Date(now).getTimezoneOffset()).toBeLessThan(-600);
    const status = await (await clientOf(here))("get_status");
    expect(status).not.toHaveProperty("zone_note");
  });

  test("has what the person wrote through another client or another replica", async () => {
    const [own, other, far] = [await clientOf(here), await clientOf(here, "g2"), await clientOf(there)];
    for (const call of [own, other, far]) expect(await call("get_status")).toMatchObject({ state: "idle" });
    await far("clock_in", work());
    for (const call of [own, other, far]) expect(await call("get_status")).toMatchObject({ state: "working" });
    await other("clock_out");
    for (const call of [own, other, far]) expect(await call("get_status")).toMatchObject({ state: "idle" });
  });

  test("is not what a write goes by, which sees what was changed past Punchcard", async () => {
    const call = await clientOf(here);
    await call("clock_in", work());
    expect(await call("get_status")).toMatchObject({ state: "working" });
    const running = kimai.state.timesheets.findLast(({ end }) => !end);
    if (!running) throw new Error("nothing runs");
    running.end = running.begin;
    expect(await call("get_status")).toMatchObject({ state: "working" });
    expect(await call("clock_out")).not.toHaveProperty("entry.id");
    expect(await call("get_status")).toMatchObject({ state: "idle" });
  });

  test("tells no sums from the moment on that reading time is off", async () => {
    const call = await clientOf(here);
    expect(await call("get_status")).toHaveProperty("today");
    await here.bounds.setCompany({ permissions: { "time.read": "off" } }, 0);
    expect(await call("get_status")).not.toHaveProperty("today");
  });

  test("is asked for again where the service failed", async () => {
    const call = await clientOf(here);
    await call("get_account");
    kimai.fail({ path: /active/, failure: { kind: "status", status: 400, body: "{}" } });
    await expect(call("get_status")).rejects.toThrow();
    kimai.heal();
    expect(await call("get_status")).toMatchObject({ state: "idle" });
  });
});
