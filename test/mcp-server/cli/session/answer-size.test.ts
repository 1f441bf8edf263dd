import { expect, onTestFinished, test } from "vitest";
import { startFakeKimai } from "../../../fakes/kimai";
import { InProcessClient } from "../../../fakes/server-in-process";

/** Answers stay small however much there is: kimai-mcp needs 20 requests and 43,000 tokens for the same list. */

/** Characters of such answers that make a token (o200k_base), measured; names are long and each has a project here. */
const perToken = { list_time: { data: 3.3, text: 2.5 }, find_work: { data: 3.7, text: 4.1 } };

async function connected(options: Parameters<typeof startFakeKimai>[0]) {
  const kimai = await startFakeKimai(options);
  onTestFinished(() => kimai.close());
  const server = new InProcessClient({
    args: ["--kimai-url", kimai.url, "--profile", "everything"],
    env: { KIMAI_API_TOKEN: kimai.tokens.user },
  });
  await server.open();
  await server.call("get_account");
  kimai.requests.length = 0;
  const sizes = async (name: keyof typeof perToken, args: Record<string, unknown>) => {
    const answer = await server.call(name, args);
    expect(answer.isError, JSON.stringify(answer.structuredContent)).toBeFalsy();
    const data = JSON.stringify(answer.structuredContent);
    const text = answer.content.map(({ text }) => text).join("\n");
    if (process.env.PRINT_SIZES) console.log(JSON.stringify({ name, data, text }));
    return { answer, tokens: [data.length / perToken[name].data, text.length / perToken[name].text] };
  };
  return { kimai, sizes };
}

test("925 entries are listed with two pages, five requests at most and 1,500 tokens", async () => {
  const { kimai, sizes } = await connected({ entries: 925 });
  const question = { from: "2026-01-01", to: "tomorrow" };
  const { answer, tokens } = await sizes("list_time", question);
  expect(answer.structuredContent).toMatchObject({ total: { entries: 925 }, more: 900 });
  expect(kimai.count("GET", /^\/timesheets$/)).toBeLessThanOrEqual(2);
  const first = kimai.requests.length;
  expect(first).toBeLessThanOrEqual(5);
  for (const each of tokens) expect(each).toBeLessThanOrEqual(1_500);
  kimai.requests.length = 0;
  await sizes("list_time", question);
  expect(kimai.requests.length, "names that were read are not asked for again").toBeLessThan(first);
});

test("882 activities are searched with 600 tokens", async () => {
  const { sizes } = await connected({
    seed({ activities, projects }) {
      const [like] = activities;
      const [project] = projects;
      if (!like || !project) throw new Error("the fake has no activities");
      for (let at = 0; at < 882; at++)
        activities.push({ ...like, id: 10_000 + at, name: `Reciprocal analysis of phase ${at}`, project: project.id });
    },
  });
  for (const args of [{ query: "analysis", levels: ["activity"] }, { levels: ["activity"] }]) {
    const { answer, tokens } = await sizes("find_work", args);
    expect(Number(answer.structuredContent.more)).toBeGreaterThan(800);
    for (const each of tokens) expect(each).toBeLessThanOrEqual(600);
  }
});
