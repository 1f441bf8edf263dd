import { describe, expect, test } from "vitest";
import { toolNames } from "#core/access/tool-rules";
import { buildPrompts } from "#server/prompts";
import { openToolSession } from "../../fakes/tool-session";

const opened = (wanted: Parameters<typeof openToolSession>[0] = {}) => buildPrompts(openToolSession(wanted).policy);
const names = (prompts: ReturnType<typeof opened>) => prompts.list().prompts.map(({ name }) => name);
const textOf = (got: ReturnType<ReturnType<typeof opened>["get"]>) =>
  got.messages.map(({ content }) => content.text).join();

describe("prompts", () => {
  test("are the rituals whose tools the client has: who may only look is not told to book", () => {
    expect(names(opened())).toEqual(["fill_week", "check_month", "stand_up", "plan_leave"]);
    expect(names(opened({ profile: "look" }))).toEqual(["check_month", "stand_up"]);
    expect(names(opened({ limit: "nothing" }))).toEqual([]);
    expect(names(opened({ permissions: { tools: { log_time: false } } }))).not.toContain("fill_week");
  });

  test("speak only of tools that there are, and of none that they do not need", () => {
    const prompts = opened({ profile: "everything" });
    for (const name of names(prompts)) {
      const said = textOf(prompts.get(name)).match(/\b[a-z]+_[a-z_]+\b/g) ?? [];
      const tools = said.filter((word) => word !== "dry_run");
      expect(tools.length).toBeGreaterThan(0);
      for (const tool of tools) expect(toolNames).toContain(tool);
    }
  });

  test("say what was picked, cleaned and cut, and the usual where nothing was", () => {
    const prompts = opened();
    expect(textOf(prompts.get("fill_week", { week: "last week" }))).toContain("working time of last week.");
    expect(textOf(prompts.get("fill_week"))).toContain("working time of this week.");
    expect(textOf(prompts.get("fill_week", { week: "  " }))).toContain("this week");
    const hostile = textOf(prompts.get("plan_leave", { days: `1\u202e2\u0007${"x".repeat(5_000)}` }));
    for (const sign of ["\u202e", "\u0007"]) expect(hostile).not.toContain(sign);
    expect(hostile.length).toBeLessThan(1_500);
  });

  test("that are not offered are not given, and an account that is not there is refused", () => {
    expect(() => opened({ profile: "look" }).get("fill_week")).toThrow("no such prompt");
    expect(() => opened().get("toString")).toThrow("no such prompt");
    expect(() => opened().get("fill_week", { account: "other" })).toThrow("no such account");
    expect(textOf(opened().get("fill_week", { account: "Kimai" }))).toContain('"kimai-1"');
    // As people write it.
    expect(textOf(opened().get("fill_week", { account: " kim" }))).toContain('"kimai-1"');
  });

  test("are completed from what may be meant", () => {
    const prompts = opened();
    const complete = (name: string, value: string) => prompts.complete("fill_week", { name, value }).completion.values;
    expect(complete("week", "L")).toEqual(["last week"]);
    expect(complete("week", "")).toEqual(["this week", "last week"]);
    expect(complete("account", "kim")).toEqual(["kimai-1"]);
    expect(complete("nothing", "")).toEqual([]);
    expect(() => prompts.complete("none", { name: "week", value: "" })).toThrow("no such prompt");
  });
});
