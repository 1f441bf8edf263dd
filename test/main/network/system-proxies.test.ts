import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { applySystemProxies, systemProxies, systemProxiesFile } from "#core/platform/system-proxy/index";
import { addressesOf, SystemProxies } from "#main/network/system-proxies";

type Deps = ConstructorParameters<typeof SystemProxies>[0];

function setUp(more: Partial<Deps> = {}) {
  const home = mkdtempSync(join(tmpdir(), "punchcard-proxies-"));
  const asked: string[] = [];
  const changed = vi.fn();
  const file = join(home, systemProxiesFile);
  const proxies = new SystemProxies({
    home,
    resolve: async (address) => {
      asked.push(address);
      return "PROXY proxy.example:3128";
    },
    accounts: () => [{ service: "kimai", url: "https://kimai.example/time" }],
    changed,
    log: () => undefined,
    ...more,
  });
  onTestFinished(() => {
    proxies.stop();
    applySystemProxies({});
    vi.useRealTimers();
    rmSync(home, { recursive: true });
  });
  const kept = () => JSON.parse(readFileSync(file, "utf8"));
  return { proxies, asked, changed, file, kept };
}

test("what the system answers is kept for all servers of the person, and told once", async () => {
  const { proxies, asked, changed, file, kept } = setUp();
  await proxies.look();
  await proxies.look();
  expect(asked).toEqual(["https://kimai.example/", "https://kimai.example/"]);
  expect(kept()).toEqual({ "https://kimai.example": "PROXY proxy.example:3128" });
  if (process.platform !== "win32") expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(systemProxies()).toEqual(kept());
  expect(changed).toHaveBeenCalledTimes(1);
});

test("another answer is found within a minute", async () => {
  vi.useFakeTimers();
  let said = "PROXY office.example:3128";
  const { proxies, changed, kept } = setUp({ resolve: async () => said });
  proxies.start();
  await vi.advanceTimersByTimeAsync(0);
  expect(kept()).toEqual({ "https://kimai.example": said });
  said = "DIRECT";
  await vi.advanceTimersByTimeAsync(60_000);
  expect(kept()).toEqual({ "https://kimai.example": "DIRECT" });
  expect(changed).toHaveBeenCalledTimes(2);
  proxies.stop();
  said = "PROXY later.example:1";
  await vi.advanceTimersByTimeAsync(180_000);
  expect(kept()).toEqual({ "https://kimai.example": "DIRECT" });
});

test("this computer and what is no web address are not asked about, and no file is made for them", async () => {
  const { proxies, asked, file } = setUp({ accounts: () => [{ service: "kimai", url: "http://127.0.0.1:8001" }] });
  await proxies.learn(["http://localhost:1", "webcal://a.example", "not an address", undefined]);
  await proxies.look();
  expect(asked).toEqual([]);
  expect(existsSync(file)).toBe(false);
});

test("a service with one address for everybody is asked about at that one", () => {
  expect(addressesOf({ service: "clockodo" })).toContain("https://my.clockodo.com");
});

test("a sign-in's server is asked about before it is needed, and again at the next start while there are accounts", async () => {
  const first = setUp();
  await first.proxies.learn(["https://auth.example/token"]);
  expect(first.kept()).toHaveProperty(["https://auth.example"]);
  for (const [accounts, again] of [
    [[{ service: "kimai", url: "https://kimai.example" }], true],
    [[], false],
  ] as const) {
    const next = setUp({ accounts: () => accounts });
    writeFileSync(next.file, JSON.stringify({ "https://auth.example": "DIRECT" }));
    next.proxies.start();
    await next.proxies.look();
    expect(next.asked.includes("https://auth.example/")).toBe(again);
    expect(Object.hasOwn(next.kept(), "https://auth.example")).toBe(again);
  }
});

test("a system that does not answer keeps nobody waiting for more than five seconds", async () => {
  vi.useFakeTimers();
  const { proxies, file } = setUp({ resolve: () => new Promise(() => undefined) });
  const done = vi.fn();
  void proxies.learn(["https://kimai.example"]).then(done);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toHaveBeenCalled();
  expect(existsSync(file)).toBe(false);
});

test("an address that the system refuses to answer for leaves the others their answers", async () => {
  const resolve = async (address: string) => {
    if (address.includes("bad")) throw new Error("ERR_INVALID_URL");
    return "DIRECT";
  };
  const { proxies, kept } = setUp({ resolve });
  await proxies.learn(["https://bad.example", "https://good.example"]);
  expect(kept()).toEqual({ "https://bad.example": "", "https://good.example": "DIRECT" });
});
