import { expect, onTestFinished, test, vi } from "vitest";
import { type CompanyPolicy, noPolicy, type PolicyState } from "#core/domain/company-policy/index";
import { applyCompanyNetwork, companyNetwork } from "#core/platform/company-policy/network";
import { CompanyPolicyWatch, quietHours } from "#main/policy/index";
import { companyView, requireAllowed } from "#main/policy/view";

const place = "/etc/punchcard/policy.json";
const bound = (policy: CompanyPolicy): PolicyState => ({ kind: "bound", place, policy });
const broken: PolicyState = { kind: "broken", place, problem: "line 1: it is empty" };

test("windows are told what is fixed, and of a broken policy that nothing can be connected", () => {
  expect(companyView(noPolicy)).toBeNull();
  expect(companyView(bound({ company: "Example GmbH", services: { local: {} }, updates: "off" }))).toEqual({
    name: "Example GmbH",
    place,
    problem: null,
    services: ["local"],
    updates: false,
  });
  expect(companyView(bound({}))).toMatchObject({
    name: null,
    updates: true,
    services: expect.arrayContaining(["kimai"]),
  });
  expect(companyView(broken)).toMatchObject({ problem: "line 1: it is empty", services: [], updates: false });
});

test("an account that the company does not allow is refused at the field of its address", () => {
  const state = bound({ services: { kimai: { addresses: ["https://kimai.example.com"] } } });
  const connect = (url: string) => () => requireAllowed(state, { service: "kimai", url });
  expect(connect("https://kimai.example.com")).not.toThrow();
  expect(connect("https://other.example.com")).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({ code: "policy", saved: "no", fields: { url: expect.any(String) } }),
    }),
  );
  expect(() => requireAllowed(broken, { service: "local" })).toThrow(/does not allow/);
});

test("quiet hours begin as minutes after midnight, where the policy says so", () => {
  expect(quietHours(bound({ defaults: { quietHours: { from: "18:05", to: "08:30" } } }))).toEqual({
    from: 1085,
    to: 510,
  });
  expect(quietHours(bound({ defaults: {} }))).toBeNull();
  expect(quietHours(broken)).toBeNull();
});

test("a change is found within 15 seconds, told once, and its network is used from then on", async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
    applyCompanyNetwork(noPolicy);
  });
  let state: PolicyState = noPolicy;
  let last: PolicyState = noPolicy;
  const reader = {
    current: () => last,
    async look() {
      const differs = last !== state;
      last = state;
      return differs;
    },
  };
  const changed = vi.fn();
  const watch = new CompanyPolicyWatch({ reader, changed, log: () => undefined });
  await watch.start();
  expect(changed).not.toHaveBeenCalled();
  state = bound({ network: { proxy: "http://proxy.example.com:3128" } });
  await vi.advanceTimersByTimeAsync(15_000);
  expect(changed).toHaveBeenCalledTimes(1);
  expect(companyNetwork()).toEqual({ proxy: "http://proxy.example.com:3128" });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(changed).toHaveBeenCalledTimes(1);
  watch.stop();
  state = noPolicy;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(watch.current()).not.toBe(noPolicy);
});
