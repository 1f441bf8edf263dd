import { expect, test, vi } from "vitest";
import { AppFailure } from "#main/app/failure";
import { type InvokeChannel, invokeChannels } from "#main/ipc/channels";
import type { Answer } from "#main/ipc/contract/index";
import { type Handlers, handleAll, isOurPage, type Sender } from "#main/ipc/handle";

const origin = "app://punchcard";
const sender = (url: string | null, parent: object | null = null) =>
  ({ senderFrame: url === null ? null : { url, parent }, sender: {} }) as unknown as Sender;
const ours = sender(`${origin}/index.html?window=timer`);

test.each([
  ["our page", ours, true],
  ["a frame inside our page", sender(`${origin}/index.html`, {}), false],
  ["a frame that is gone", sender(null), false],
  ["another host of our scheme", sender("app://punchcard.evil/index.html"), false],
  ["our name as user of another host", sender("app://punchcard@evil/index.html"), false],
  ["the web", sender("https://punchcard/index.html"), false],
  ["a file", sender("file:///punchcard/index.html"), false],
  ["no address", sender("not an address"), false],
])("%s may ask: %s", (_name, event, expected) => {
  expect(isOurPage(event as Sender, origin)).toBe(expected);
});

function opened(handlers: Partial<Handlers>, checkAnswers = true) {
  const listeners = new Map<string, (event: Sender, request: unknown) => Promise<Answer<unknown>>>();
  const log = vi.fn();
  handleAll(
    { handle: (channel: string, listener: never) => listeners.set(channel, listener) } as never,
    handlers as Handlers,
    { origin, log, checkAnswers },
  );
  const invoke = async (channel: InvokeChannel, request?: unknown, event: Sender = ours) =>
    (await listeners.get(channel)?.(event, request)) as Answer<unknown>;
  return { listeners, invoke, log };
}

test("every channel of the contract has a handler, and no other", () => {
  expect([...opened({}).listeners.keys()]).toEqual([...invokeChannels]);
});

test("a stranger's question never reaches the handler", async () => {
  const quit = vi.fn();
  const { invoke } = opened({ "app:quit": quit });
  expect(await invoke("app:quit", undefined, sender("https://evil.example"))).toMatchObject({
    ok: false,
    failure: { code: "permission" },
  });
  expect(quit).not.toHaveBeenCalled();
});

test("a request that breaks the contract is refused before the handler", async () => {
  const copy = vi.fn();
  const { invoke } = opened({ "clipboard:copy": copy });
  expect(await invoke("clipboard:copy", { text: 7 })).toMatchObject({ ok: false, failure: { code: "argument" } });
  expect(await invoke("clipboard:copy")).toMatchObject({ ok: false });
  expect(copy).not.toHaveBeenCalled();
  expect(await invoke("clipboard:copy", { text: "words" })).toEqual({ ok: true, value: undefined });
  expect(copy).toHaveBeenCalledWith({ text: "words" }, ours.sender);
});

test("a failure for people keeps its words; any other error keeps its own to the log", async () => {
  const failure = { code: "offline", message: "No network.", saved: "no" as const };
  const { invoke, log } = opened({
    "app:snapshot": () => Promise.reject(new AppFailure(failure)),
    "app:quit": () => {
      throw new Error("/home/ada/secret-file is missing");
    },
  });
  expect(await invoke("app:snapshot")).toEqual({ ok: false, failure });
  const answer = await invoke("app:quit");
  expect(answer).toMatchObject({ ok: false, failure: { code: "internal" } });
  expect(JSON.stringify(answer)).not.toContain("secret-file");
  expect(JSON.stringify(log.mock.calls)).toContain("secret-file");
});

test("in development an answer that breaks the contract is caught", async () => {
  const wrong = { "accounts:chooseCaFile": () => ({ path: 7 }) } as unknown as Partial<Handlers>;
  expect(await opened(wrong).invoke("accounts:chooseCaFile")).toMatchObject({
    ok: false,
    failure: { code: "internal" },
  });
  expect(await opened(wrong, false).invoke("accounts:chooseCaFile")).toMatchObject({ ok: true });
});
