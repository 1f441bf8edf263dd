import { expect, test } from "vitest";
import { confirmingItself, temporaryFolder } from "../../../fakes/server-home";
import { InProcessClient } from "../../../fakes/server-in-process";

const rows = [7, 8, 9].map((hour) => ({ day: "yesterday", from: `${hour}:00`, duration: "30m", text: `Row ${hour}` }));

async function seeded(options: ConstructorParameters<typeof InProcessClient>[0] = {}) {
  const server = new InProcessClient(options);
  await server.open();
  const { structuredContent } = await server.call("log_time", { entries: rows });
  return { server, ids: (structuredContent.entries as { id: string }[]).map(({ id }) => id) };
}
const left = async (server: InProcessClient) =>
  (await server.call("list_time", { period: "yesterday" })).structuredContent.total;

const elicitationAnswers = [
  [{ action: "accept", content: { confirm: true } }, 1],
  [{ action: "accept", content: { confirm: false } }, 3],
  [{ action: "decline" }, 3],
  [{ action: "cancel" }, 3],
] as const;
test.each(elicitationAnswers)(
  "in the older protocol the person is asked in the client: %j",
  async (answer, entries) => {
    const asked: string[] = [];
    const { server, ids } = await seeded({
      elicit: (params) => {
        asked.push(String(params.message));
        return answer;
      },
    });
    await server.call("delete_time", { ids: ids.slice(0, 2) });
    expect(asked).toHaveLength(1);
    expect(asked[0]).toContain("Row 7");
    expect(await left(server)).toMatchObject({ entries });
  },
);

test("in the newer protocol the same question travels in the answer, and its state is bound to the arguments", async () => {
  const { server, ids } = await seeded({ modern: true, elicit: () => ({}) });
  const args = { ids: ids.slice(0, 2) };
  const first = (await server.ask("tools/call", { name: "delete_time", arguments: args })).result ?? {};
  expect(first.resultType).toBe("input_required");
  const yes = { inputResponses: { confirm: { action: "accept", content: { confirm: true } } } };
  const state = { requestState: first.requestState };
  const other = await server.ask("tools/call", { name: "delete_time", arguments: { ids }, ...yes, ...state });
  expect(other.result?.resultType).toBe("input_required");
  const forged = await server.ask("tools/call", {
    name: "delete_time",
    arguments: args,
    ...yes,
    requestState: `${state.requestState}x`,
  });
  expect(forged.error).toBeTruthy();
  expect(await left(server)).toMatchObject({ entries: 3 });
  const done = await server.call("delete_time", args, { ...yes, ...state });
  expect(done.structuredContent).toMatchObject({ deleted: args.ids });
  const again = await server.ask("tools/call", { name: "delete_time", arguments: args, ...yes, ...state });
  expect(again.result?.structuredContent ?? {}).not.toMatchObject({ deleted: args.ids });
});

test("an answer that only every object has is no answer", async () => {
  const { server, ids } = await seeded({ modern: true, elicit: () => ({}) });
  const args = { ids: ids.slice(0, 2) };
  const first = (await server.ask("tools/call", { name: "delete_time", arguments: args })).result ?? {};
  const state = { requestState: first.requestState };
  for (const content of ['{"__proto__":{"confirm":true}}', '{"confirm":"true"}', "{}"]) {
    const inputResponses = JSON.parse(`{"confirm":{"action":"accept","content":${content}}}`) as object;
    await server.ask("tools/call", { name: "delete_time", arguments: args, inputResponses, ...state });
  }
  for (const inputResponses of ['{"__proto__":{"confirm":{"action":"accept","content":{"confirm":true}}}}', "{}", "[]"])
    await server.ask("tools/call", {
      ...{ name: "delete_time", arguments: args, inputResponses: JSON.parse(inputResponses) as object },
      ...state,
    });
  expect(await left(server)).toMatchObject({ entries: 3 });
});

test("where a client may confirm by itself, the first call shows what would happen and only its token does it", async () => {
  const home = temporaryFolder();
  const { server, ids } = await seeded({ home, args: confirmingItself(home) });
  const preview = await server.call("delete_time", { ids });
  expect(preview.content[0]?.text).toContain("Nothing was done yet");
  expect(await left(server)).toMatchObject({ entries: 3 });
  const { token } = preview.structuredContent.confirm as { token: string };
  expect(await server.call("delete_time", { ids: ids.slice(1), confirm: token })).toMatchObject({ isError: true });
  expect((await server.call("delete_time", { confirm: token, ids })).structuredContent).toMatchObject({
    deleted: ids,
  });
  expect(await server.call("delete_time", { ids, confirm: token })).toMatchObject({ isError: true });
});
