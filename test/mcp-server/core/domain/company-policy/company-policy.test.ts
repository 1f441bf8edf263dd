import { expect, test } from "vitest";
import { effectiveLevel } from "#core/access/permission-matrix";
import { matchesAddress } from "#core/domain/company-policy/address-pattern";
import {
  allowsAccount,
  allowsClient,
  allowsNewAccount,
  allowsUpdates,
  type CompanyPolicy,
  isPermissionPattern,
  levelBound,
  mayConfirmItself,
  noPolicy,
  type PolicyState,
} from "#core/domain/company-policy/index";
import { actions, cells, kinds, levels } from "#core/domain/permission-cells";
import { clientLimits, profileLevel, profileNames } from "#core/domain/permission-profiles";
import * as fc from "../../../../property";

const place = "/etc/punchcard/policy.json";
const bound = (policy: CompanyPolicy): PolicyState => ({ kind: "bound", place, policy });
const broken: PolicyState = { kind: "broken", place, problem: "line 1: x" };
const rank = (level: (typeof levels)[number]) => levels.indexOf(level);
const patterns = fc.oneof(
  fc.constant("*"),
  fc.constantFrom(...cells),
  fc.constantFrom(...kinds.map((kind) => `${kind}.*`)),
  fc.constantFrom(...actions.map((action) => `*.${action}`)),
);
const permissions = fc.dictionary(patterns, fc.constantFrom(...levels));

test("what an AI may do is the least of policy, account and client, whatever they say", () => {
  fc.assert(
    fc.property(
      permissions,
      fc.constantFrom(...profileNames),
      fc.dictionary(fc.constantFrom(...cells), fc.constantFrom(...levels)),
      fc.constantFrom(...clientLimits),
      fc.constantFrom(...cells),
      (policy, profile, own, limit, cell) => {
        const account = own[cell] ?? profileLevel(profile, cell);
        const client = limit === "same" ? "allow" : limit === "nothing" ? "off" : profileLevel(limit, cell);
        const company = levelBound(bound({ permissions: policy }), cell);
        const least = [account, client, company].sort((a, b) => rank(a) - rank(b))[0];
        expect(effectiveLevel({ profile, cells: own, tools: {} }, limit, cell, {}, company)).toBe(least);
      },
    ),
  );
});

test("a further line of a policy never allows more", () => {
  fc.assert(
    fc.property(
      permissions,
      patterns,
      fc.constantFrom(...levels),
      fc.constantFrom(...cells),
      (policy, more, level, cell) => {
        fc.pre(!Object.hasOwn(policy, more));
        const before = levelBound(bound({ permissions: policy }), cell);
        const after = levelBound(bound({ permissions: { ...policy, [more]: level } }), cell);
        expect(rank(after)).toBeLessThanOrEqual(rank(before));
      },
    ),
  );
});

test.each([
  ["*", "time.delete"],
  ["*.*", "time.delete"],
  ["time.*", "time.delete"],
  ["*.delete", "time.delete"],
  ["time.delete", "time.delete"],
] as const)("the pattern %s bounds the cell %s and leaves what it does not name", (pattern, cell) => {
  const state = bound({ permissions: { [pattern]: "ask" } });
  expect(levelBound(state, cell)).toBe("ask");
  if (!["*", "*.*"].includes(pattern)) expect(levelBound(state, "timer.read")).toBe("allow");
});

test("a pattern names a kind and an action that there are", () => {
  expect(["*", "*.*", "time.*", "*.read", "time.read"].filter((one) => !isPermissionPattern(one))).toEqual([]);
  const wrong = ["", "time", "times.*", "*.write", "time.read.x", "toString.*", "*.", ".read", "**"];
  expect(wrong.filter(isPermissionPattern)).toEqual([]);
});

test("without a policy everything is allowed, and with a broken one nothing to an AI", () => {
  const account = { service: "kimai", url: "https://kimai.example.com" } as const;
  for (const cell of cells) {
    expect(levelBound(noPolicy, cell)).toBe("allow");
    expect(levelBound(broken, cell)).toBe("off");
  }
  const asked = (state: PolicyState) => [
    allowsClient(state, "codex"),
    allowsUpdates(state),
    mayConfirmItself(state),
    allowsNewAccount(state, account),
  ];
  expect(asked(noPolicy)).toEqual([true, true, true, true]);
  expect(asked(broken)).toEqual([false, false, false, false]);
  // Who was connected before can still clock out.
  expect(allowsAccount(broken, account)).toBe(true);
});

test("a policy bounds only what it names", () => {
  expect(allowsClient(bound({ clients: ["codex"] }), "codex")).toBe(true);
  expect(allowsClient(bound({ clients: ["codex"] }), "cursor")).toBe(false);
  expect(allowsClient(bound({ clients: [] }), "codex")).toBe(false);
  expect(allowsClient(bound({}), "codex")).toBe(true);
  expect(allowsUpdates(bound({ updates: "off" }))).toBe(false);
  expect(allowsUpdates(bound({}))).toBe(true);
  expect(mayConfirmItself(bound({ mayConfirmItself: false }))).toBe(false);
  expect(mayConfirmItself(bound({ mayConfirmItself: true }))).toBe(true);
});

test("an account is allowed by its service and by every address under which it is asked", () => {
  const state = bound({
    services: {
      kimai: { addresses: ["https://kimai.example.com"] },
      local: {},
      calamari: { addresses: ["https://*.calamari.io"] },
    },
  });
  expect(allowsAccount(state, { service: "local" })).toBe(true);
  expect(allowsAccount(state, { service: "clockodo", url: "https://my.clockodo.com" })).toBe(false);
  expect(allowsAccount(state, { service: "kimai", url: "https://kimai.example.com" })).toBe(true);
  expect(allowsAccount(state, { service: "kimai", url: "https://time.example.com" })).toBe(false);
  expect(
    allowsAccount(state, { service: "calamari", url: "https://a.calamari.io", mcpUrl: "https://evil.example" }),
  ).toBe(false);
  expect(allowsAccount(state, { service: "calamari", mcpUrl: "https://mcp.calamari.io/mcp" })).toBe(true);
});

test.each([
  ["https://kimai.example.com", "https://kimai.example.com/", true],
  ["https://kimai.example.com", "https://KIMAI.example.com/any/path", true],
  ["https://kimai.example.com/", "https://kimai.example.com", true],
  ["https://kimai.example.com", "https://kimai.example.com:443", true],
  ["https://kimai.example.com", "http://kimai.example.com", false],
  ["https://kimai.example.com", "https://kimai.example.com:8443", false],
  ["https://kimai.example.com:8443", "https://kimai.example.com:8443/x", true],
  ["https://kimai.example.com", "https://kimai.example.com.evil.org", false],
  ["https://kimai.example.com", "https://kimai.example.com@evil.org", false],
  ["https://kimai.example.com", "https://evil.org/https://kimai.example.com", false],
  ["https://kimai.example.com", "https://user@kimai.example.com", false],
  ["https://*.example.com", "https://a.b.example.com", true],
  ["https://*.example.com", "https://example.com", false],
  ["https://*.example.com", "https://badexample.com", false],
  ["https://*.example.com", "https://example.com.evil.org", false],
  ["https://example.com/kimai", "https://example.com/kimai", true],
  ["https://example.com/kimai", "https://example.com/kimai/de", true],
  ["https://example.com/kimai", "https://example.com/kimai2", false],
  ["https://example.com/kimai", "https://example.com/kimai/../other", false],
  ["https://example.com/kimai", "https://example.com/", false],
  ["https://*", "https://example.com", false],
  ["*", "https://example.com", false],
  ["https://kimai.example.com", "not an address", false],
])("the pattern %s for the address %s says %s", (pattern, address, expected) => {
  expect(matchesAddress(pattern, address)).toBe(expected);
});
