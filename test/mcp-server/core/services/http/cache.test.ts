import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { remembered } from "#core/services/http/cache";

describe("an answer that is remembered", () => {
  it("leaves no listener on the signal of a call whose rows all ask for it, as soon as it is there", async () => {
    const answer = remembered(1_000, Date.now, async () => "customers");
    const { signal } = new AbortController();
    await answer.get();
    const asked = Array.from({ length: 3_000 }, () => answer.get({ signal }));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["customers"]));
  });

  it("is not given to a call that has ended", async () => {
    const answer = remembered(1_000, Date.now, async () => "customers");
    await answer.get();
    await expect(answer.get({ signal: AbortSignal.abort(new Error("ended")) })).rejects.toThrow("ended");
  });
});
