import { expect, test } from "vitest";
import { ConfirmTokens, digestOf, randomKey, seenIn } from "#core/confirmation/confirm-token";
import { confirmSeconds } from "#core/confirmation/token-rules";

const action = (input: Record<string, unknown> = { ids: ["7"] }) => ({
  tool: "delete_time",
  account: "kimai-1",
  input,
  seen: "what the person was shown",
});
function stage() {
  const clock = { now: 1_000_000 };
  return { clock, tokens: new ConfirmTokens(randomKey(), () => clock.now) };
}
const call = {};

test("a token is good for five minutes and not a millisecond longer", () => {
  const { clock, tokens } = stage();
  const [kept, late] = [tokens.issue(action()), tokens.issue(action())];
  clock.now += confirmSeconds * 1000;
  expect(tokens.redeem(kept, action(), call)).toBe("ok");
  clock.now += 1;
  expect(tokens.redeem(late, action(), call)).toBe("expired");
});

test("a token serves one call, which may redeem it again for the parts of what was agreed", () => {
  const { tokens } = stage();
  const token = tokens.issue(action());
  expect(tokens.redeem(token, action(), call)).toBe("ok");
  expect(tokens.redeem(token, action(), call)).toBe("ok");
  expect(tokens.redeem(token, action(), {})).toBe("used");
  expect(tokens.redeem(token, action({ ids: ["8"] }), call)).toBe("next");
});

test.each([
  ["other arguments", action({ ids: ["8"] })],
  ["another tool", { ...action(), tool: "update_time" }],
  ["another account", { ...action(), account: "kimai-2" }],
  ["something else that was shown", { ...action(), seen: "other lines" }],
])("a token is refused for %s", (_what, other) => {
  const { tokens } = stage();
  expect(tokens.redeem(tokens.issue(action()), other, call)).toBe("wrong");
});

test("a token of another process is refused", () => {
  expect(stage().tokens.redeem(stage().tokens.issue(action()), action(), call)).toBe("wrong");
});

test("a token that was changed in any character is refused", () => {
  const { tokens } = stage();
  const token = tokens.issue(action());
  for (const [index, one] of [...token].entries()) {
    const other = one === "A" ? "B" : "A";
    const changed = `${token.slice(0, index)}${other}${token.slice(index + 1)}`;
    expect(tokens.redeem(changed, action(), call), changed).toBe("wrong");
  }
  for (const changed of ["", ".", `${token}.x`, token.slice(0, -1)])
    expect(tokens.redeem(changed, action(), call), changed).toBe("wrong");
});

test("the order of arguments does not matter, and the token itself is none of them", () => {
  const one = action({ ids: ["7"], note: { a: 1, b: 2 }, account: "Kimai" });
  const same = action({ note: { b: 2, a: 1 }, ids: ["7"], confirm: "token", more: undefined });
  expect(digestOf(same)).toBe(digestOf(one));
  expect(digestOf(action({ ids: ["7", "8"] }))).not.toBe(digestOf(action({ ids: ["8", "7"] })));
});

test("a yes is for the text and the parts of each line, and for what is acted on", () => {
  const part = { kind: "standIn", name: "Ada" } as const;
  const line = { text: "Ada stands in.", part };
  const seen = seenIn({ preview: [line, "A note."], targets: ["7"] });
  expect(seenIn({ preview: [{ part: { ...part }, text: line.text }, "A note."], targets: ["7"] })).toBe(seen);
  for (const other of [
    { preview: [{ ...line, part: { ...part, name: "Eve" } }, "A note."], targets: ["7"] },
    { preview: [{ ...line, part: { kind: "reason", text: "Ada" } as const }, "A note."], targets: ["7"] },
    { preview: [{ ...line, text: "Eve stands in." }, "A note."], targets: ["7"] },
    { preview: [line.text, "A note."], targets: ["7"] },
    { preview: ["A note.", line], targets: ["7"] },
    { preview: [line, "A note.", line], targets: ["7"] },
    { preview: [line, "Another note."], targets: ["7"] },
    { preview: [line, "A note."], targets: ["8"] },
  ])
    expect(seenIn(other), JSON.stringify(other)).not.toBe(seen);
});
