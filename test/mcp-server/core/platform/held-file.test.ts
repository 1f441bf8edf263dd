import { describe, expect, it } from "vitest";
import { whileHeld, whileHeldSync } from "#core/platform/held-file";

const failing = (times: number, code: string) => {
  let calls = 0;
  const work = () => {
    calls++;
    if (calls <= times) throw Object.assign(new Error(code), { code });
    return "done";
  };
  return { work, calls: () => calls };
};

describe("a file that another program holds", () => {
  it.each(["EPERM", "EACCES", "EBUSY"])("is tried again on Windows until it is free: %s", async (code) => {
    const waits: number[] = [];
    const wait = async (milliseconds: number) => waits.push(milliseconds);
    const { work } = failing(9, code);
    expect(await whileHeld(async () => work(), { platform: "win32", wait })).toBe("done");
    expect(waits.reduce((sum, one) => sum + one)).toBeLessThanOrEqual(1000);
    expect(whileHeldSync(failing(2, code).work, "win32")).toBe("done");
  });

  it("is given up after a second, with what the system said", async () => {
    const { work, calls } = failing(Number.POSITIVE_INFINITY, "EPERM");
    await expect(whileHeld(async () => work(), { platform: "win32", wait: async () => 0 })).rejects.toThrow("EPERM");
    expect(calls()).toBe(10);
  });

  it.each([
    ["linux", "EPERM"],
    ["darwin", "EACCES"],
    ["win32", "ENOENT"],
    ["win32", "ENOSPC"],
  ] as const)("is not tried again on %s for %s", async (platform, code) => {
    const asynchronous = failing(1, code);
    await expect(whileHeld(async () => asynchronous.work(), { platform })).rejects.toThrow(code);
    const synchronous = failing(1, code);
    expect(() => whileHeldSync(synchronous.work, platform)).toThrow(code);
    expect([asynchronous.calls(), synchronous.calls()]).toEqual([1, 1]);
  });
});
