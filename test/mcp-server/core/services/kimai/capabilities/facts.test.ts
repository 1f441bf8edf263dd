import { describe, expect, it } from "vitest";
import type { AccountFacts } from "#core/domain/entities";
import { apiBase } from "#core/services/kimai/client/address";
import { createKimaiService } from "#core/services/kimai/index";
import type { Failure } from "../../../../../fakes/kimai/failures";
import { failureOf, setup, shortSilenceMs } from "../setup";

/** What rights close; what needs a plugin is tested with the plugins. */
const closed = (facts: AccountFacts) =>
  Object.keys(facts.refused)
    .filter((cell) => !/^(others_)?(absence|holiday|month_lock|expense|task)\./.test(cell))
    .toSorted();

describe("who am I and what may I do", () => {
  it("reads person, zone, target and rights of a plain user", async () => {
    const s = await setup();
    const facts = await s.service.facts();
    expect(facts).toMatchObject({
      service: "kimai",
      person: { id: "4", name: "John Doe", email: "john_user@example.com" },
      zone: "Europe/Berlin",
      version: "2.66.0",
      roles: ["ROLE_USER"],
      teams: [{ id: "1", name: "Web team" }],
      targetSeconds: [28800, 28800, 28800, 28800, 28800, 0, 0],
      booking: { required: ["project", "activity"], freeTimes: true, runningLimit: 1 },
    });
    expect(facts.fields.toSorted()).toEqual(["begin", "end", "tags", "text"]);
    expect(closed(facts)).toEqual([
      "activity.create",
      "activity.update",
      "comment.create",
      "comment.delete",
      "comment.read",
      "comment.update",
      "customer.create",
      "customer.update",
      "invoice.delete",
      "invoice.read",
      "invoice.update",
      "others_time.create",
      "others_time.delete",
      "others_time.read",
      "others_time.update",
      "person.create",
      "person.read",
      "project.create",
      "project.update",
      "rate.create",
      "rate.delete",
      "rate.read",
      "team.create",
    ]);
    expect(facts.refused["others_time.read"]).toBe("your Kimai role has no right to see other people's time");
    expect(s.kimai.state.timesheets).toEqual([]);
  });

  it.each([
    [
      "teamlead",
      [
        "activity.create",
        "activity.update",
        "customer.create",
        "customer.update",
        "person.create",
        "project.create",
        "project.update",
        "rate.create",
        "rate.delete",
        "rate.read",
        "team.create",
      ],
    ],
    ["admin", ["person.create"]],
    ["super", []],
  ] as const)("reads what a %s may", async (who, refused) => {
    const s = await setup(who);
    const facts = await s.service.facts();
    expect(closed(facts)).toEqual(refused);
    expect(facts.fields).toEqual(expect.arrayContaining(["billable", "exported", "person"]));
  });

  it("believes the installation, not the name of the role", async () => {
    const s = await setup("user", {
      seed: (state) => {
        state.granted.USER = ["create_project", "edit_billable"];
        state.revoked.USER = ["create_tag"];
      },
    });
    const facts = await s.service.facts();
    expect(facts.fields).toContain("billable");
    expect(facts.refused).not.toHaveProperty("project.create");
    expect(facts.refused).toHaveProperty("tag.create");
    expect(s.service.work.createTag).toBeUndefined();
    expect(s.service.work.createItem).toBeDefined();
  });

  it("asks about work of the caller's own team, where a right could hold that holds nowhere else", async () => {
    const s = await setup("user", {
      seed: (state) => {
        for (const item of [...state.customers, ...state.projects]) if (item.id === 1) item.teams = [1];
      },
    });
    await s.service.facts();
    const asked = s.kimai.requests.map((each) => each.path).filter((path) => path.endsWith("/rates"));
    expect(asked.toSorted()).toEqual(["/activities/3/rates", "/customers/1/rates", "/projects/1/rates"]);
    expect(s.kimai.requests.some((each) => each.url.endsWith("/activities?project=1"))).toBe(true);
  });

  it("writes nothing to find out rights", async () => {
    for (const who of ["user", "super"] as const) {
      const s = await setup(who);
      const before = JSON.stringify(s.kimai.state);
      await s.service.facts();
      expect(JSON.stringify(s.kimai.state)).toBe(before);
      const sent = s.kimai.requests.filter((each) => !["GET", "HEAD"].includes(each.method));
      expect(sent.length).toBeGreaterThan(5);
      for (const each of sent)
        expect([each.method, each.body, [400, 403].includes(each.status ?? 0)]).toEqual(["POST", "{}", true]);
      await s.close();
    }
  });

  it.each([
    ["2.55.0", ["comment.read", "favourite.create", "invoice.update"], "this is 2.55.0"],
    ["2.56.0", ["comment.read", "favourite.create"], "this is 2.56.0"],
    ["2.65.1", ["favourite.create", "favourite.delete", "favourite.read"], "need Kimai 2.66"],
  ])("names what Kimai %s has not yet", async (version, cells, why) => {
    const s = await setup("super", { settings: { version } });
    const { refused } = await s.service.facts();
    for (const cell of cells) expect(refused[cell]).toContain(why);
    expect("invoice.update" in refused).toBe(version === "2.55.0");
    expect("comment.read" in refused).toBe(version !== "2.65.1");
  });

  it("keeps the answer for ten minutes", async () => {
    const s = await setup();
    await Promise.all([s.service.facts(), s.service.facts()]);
    const asked = s.kimai.requests.length;
    s.kimai.advance(590);
    await s.service.facts();
    // Its zone alone is read again.
    expect(s.kimai.requests.slice(asked).map(({ path }) => path)).toEqual(["/users/me"]);
    await s.service.facts({ fresh: true });
    expect(s.kimai.requests).toHaveLength(asked * 2 + 1);
    s.kimai.advance(601);
    await s.service.facts();
    expect(s.kimai.requests).toHaveLength(asked * 3 + 1);
  });

  it("has no target where Kimai keeps none, and spreads a weekly one", async () => {
    const s = await setup("user", {
      seed: (state) => {
        for (const user of state.users) user.preferences = [{ name: "work_contract_type", value: "none" }];
      },
    });
    expect((await s.service.facts()).targetSeconds).toBeNull();
    for (const user of s.kimai.state.users)
      user.preferences = [
        { name: "work_contract_type", value: "week" },
        { name: "hours_per_week", value: "108000" },
        { name: "work_days_week", value: "1,2,3,4" },
        { name: "first_weekday", value: "sunday" },
      ];
    expect(await s.service.facts({ fresh: true })).toMatchObject({
      targetSeconds: [27000, 27000, 27000, 27000, 0, 0, 0],
      weekStartsOn: 7,
    });
  });

  it("lists plugins, and offers custom fields where they are defined", async () => {
    const s = await setup("user", { settings: { plugins: [{ name: "MetaFieldsBundle", version: "2.4" }] } });
    const facts = await s.service.facts();
    expect(facts.modules).toEqual({ MetaFieldsBundle: "2.4" });
    expect(facts.fields).toContain("meta");
  });

  it("lives without what an older Kimai lacks", async () => {
    const s = await setup();
    s.kimai.fail({ path: /plugins|config/, failure: { kind: "status", status: 404 } });
    expect(await s.service.facts()).toMatchObject({ modules: {}, booking: { runningLimit: 1, allowsFuture: true } });
  });
});

describe("addresses", () => {
  it.each([
    ["https://kimai.example.org", "https://kimai.example.org/api"],
    ["https://kimai.example.org/", "https://kimai.example.org/api"],
    [" https://kimai.example.org/api/ ", "https://kimai.example.org/api"],
    ["http://example.org:8080/time/kimai//", "http://example.org:8080/time/kimai/api"],
    ["https://example.org/kimai/api?x=1#y", "https://example.org/kimai/api"],
    ["https://kimai.example.org/en/timesheet/?page=2", "https://kimai.example.org/api"],
    ["https://example.org/kimai/pt_BR/admin/user/5/edit", "https://example.org/kimai/api"],
    ["https://example.org/de", "https://example.org/de/api"],
  ])("%s", (typed, base) => {
    expect(apiBase(typed)).toBe(base);
  });

  it.each(["kimai.example.org", "", "ftp://x.org", "https://", "https://me:secret@x.org", "javascript:alert(1)"])(
    "refuses %s and repeats no password",
    (typed) => {
      try {
        apiBase(typed);
      } catch (error) {
        expect(error).toMatchObject({ name: "InputError", code: "argument" });
        expect(String(error)).not.toContain("secret");
        return;
      }
      throw new Error("accepted");
    },
  );

  it("works for a Kimai in a subfolder, and says that there is none beside it", async () => {
    const s = await setup("user", { basePath: "/kimai" });
    expect((await s.service.facts()).person.name).toBe("John Doe");
    const env = { accountId: "k", secret: async () => "x", breaks: s.breaks, log: () => {}, now: Date.now };
    const beside = createKimaiService({ url: s.kimai.url.replace("/kimai", "/other"), tlsVerify: true }, env);
    expect(await failureOf(beside.facts())).toMatchObject({ kind: "not_this_product" });
    await beside.close();
  });
});

describe("when Kimai cannot be used", () => {
  const cases: [string, Failure, Record<string, unknown>][] = [
    ["401", { kind: "status", status: 401, body: "" }, { kind: "unauthorized" }],
    ["403", { kind: "status", status: 403 }, { kind: "forbidden", next: expect.stringContaining("api_access") }],
    ["a proxy's 403", { kind: "html", status: 403 }, { kind: "not_this_product", detail: "HTTP 403" }],
    ["a proxy's 401", { kind: "html", status: 401 }, { kind: "not_this_product", detail: "HTTP 401" }],
    ["404", { kind: "status", status: 404 }, { kind: "not_this_product" }],
    [
      "429",
      { kind: "status", status: 429, headers: { "retry-after": "120" } },
      { kind: "rate_limited", retryAfter: 120 },
    ],
    ["500", { kind: "status", status: 500 }, { kind: "unavailable", detail: "HTTP 500" }],
    ["a gateway's page", { kind: "html", status: 502 }, { kind: "unavailable", detail: "HTTP 502" }],
    ["HTML", { kind: "html" }, { kind: "not_this_product" }],
    ["other JSON", { kind: "status", status: 200, body: '{"name":"x"}' }, { kind: "not_this_product" }],
    ["a redirect", { kind: "redirect", to: "https://sso.example.org/login?next=x" }, { kind: "redirected" }],
    ["silence", { kind: "silence", afterEffect: false }, { kind: "timeout" }],
  ];
  it.each(cases)("says so: %s", async (_name, failure, expected) => {
    const s = await setup("user", {}, failure.kind === "silence" ? { silenceMs: shortSilenceMs } : {});
    s.kimai.fail({ failure });
    const error = await failureOf(s.service.facts());
    expect(error).toMatchObject({ name: "ServiceError", saved: "no", ...expected });
    expect(`${error.message} ${error.next} ${error.detail}`).not.toContain("next=x");
  });

  it("names where a redirect goes, and does not go there", async () => {
    const s = await setup();
    const other = await setup();
    s.kimai.fail({ failure: { kind: "redirect", to: `${other.kimai.url}/api/version`, status: 307 } });
    const error = await failureOf(s.service.facts());
    expect(error.message).toContain(new URL(other.kimai.url).origin);
    expect(other.kimai.requests).toEqual([]);
    await other.close();
  });

  it("refuses a wrong token", async () => {
    const s = await setup();
    for (const user of s.kimai.state.users) user.token = "changed-token";
    expect(await failureOf(s.service.facts())).toMatchObject({ kind: "unauthorized", saved: "no" });
  });

  it("keeps the secret out of the log when Kimai echoes it", async () => {
    const s = await setup();
    s.kimai.fail({
      failure: { kind: "status", status: 500, body: JSON.stringify({ message: "Bearer token_user boom" }) },
    });
    const error = await failureOf(s.service.facts());
    expect(s.logged()).toContain("boom");
    expect(s.logged()).not.toContain("token_user");
    expect(JSON.stringify(error)).not.toContain("token_user");
  });
});
