import type { Provider } from "oidc-provider";
import { expect, test, vi } from "vitest";
import { LazyProvider } from "#team/oauth/lazy-provider";

const made = {} as Provider;

test("requests that come while it is loaded wait for the same one", async () => {
  const load = vi.fn(async () => made);
  const provider = new LazyProvider(load);
  expect(load).not.toHaveBeenCalled();
  expect(await Promise.all([provider.get(), provider.get()])).toEqual([made, made]);
  expect(await provider.get()).toBe(made);
  expect(load).toHaveBeenCalledTimes(1);
  expect(provider.isBroken).toBe(false);
});

test("it is broken from the first failed attempt to the first that succeeds", async () => {
  const load = vi.fn(async () => made).mockRejectedValueOnce(new Error("no such file"));
  const provider = new LazyProvider(load);
  await expect(provider.get()).rejects.toThrow("no such file");
  expect(provider.isBroken).toBe(true);
  expect(await provider.get()).toBe(made);
  expect(provider.isBroken).toBe(false);
});
