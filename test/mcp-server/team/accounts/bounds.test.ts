import { describe, expect, test } from "vitest";
import { effectiveLevel } from "#core/access/permission-matrix";
import { levelBound } from "#core/domain/company-policy/index";
import { cells, type Level, levels } from "#core/domain/permission-cells";
import { profileLevel, profileNames } from "#core/domain/permission-profiles";
import { combinedBound, grantLimits, lockedLevels } from "#team/accounts/bounds";
import { groupBound } from "#team/accounts/bounds-repository";
import { kindOfClient, levelOfKind, levelsBeyond } from "#team/accounts/client-kinds";
import { isListed, knownClients } from "#team/accounts/known-clients";
import * as fc from "../../../property";

const pattern = fc.constantFrom(
  "*",
  "*.delete",
  "*.read",
  "*.create",
  "time.*",
  "timer.*",
  "time.delete",
  "person.read",
);
const patterns = fc.dictionary(pattern, fc.constantFrom(...levels), { maxKeys: 4 });
const grantLevel = fc.constantFrom("read", "track", "manage", "everything" as const);
const profileOf = { read: "look", track: "track", manage: "manage", everything: "everything" } as const;
const rank = (level: Level) => levels.indexOf(level);

describe("what a client may do", () => {
  test("is never wider than company, group, account or grant allow", () => {
    fc.assert(
      fc.property(
        ...[patterns, fc.option(patterns), fc.constantFrom(...profileNames), grantLevel, fc.constantFrom(...cells)],
        (company, group, profile, level, cell) => {
          const bound = combinedBound({ permissions: company }, group);
          const limit = grantLimits({ level, accounts: null }, ["a"]).a ?? "nothing";
          const permissions = { profile, cells: {}, tools: {} };
          const got = rank(effectiveLevel(permissions, limit, cell, {}, levelBound(bound, cell)));
          const ofCompany = levelBound({ kind: "bound", place: "", policy: { permissions: company } }, cell);
          const ofGroup = levelBound({ kind: "bound", place: "", policy: { permissions: group ?? {} } }, cell);
          const bounds = [ofCompany, ofGroup, profileLevel(profile, cell), profileLevel(profileOf[level], cell)];
          // Exactly the strictest of them: nothing is lost on the way either.
          expect(got).toBe(Math.min(...bounds.map(rank)));
        },
      ),
    );
  });

  test("keeps the addresses of the company when a group narrows its permissions", () => {
    const services = { kimai: { addresses: ["https://kimai.example.org"] } };
    expect(combinedBound({ services }, { "*": "ask" })).toMatchObject({ policy: { services } });
  });

  test("is nothing on accounts that the person did not choose", () => {
    expect(grantLimits({ level: "everything", accounts: ["a"] }, ["a", "b"])).toEqual({
      a: "everything",
      b: "nothing",
    });
    expect(grantLimits({ level: "read", accounts: null }, ["a", "b"])).toEqual({ a: "look", b: "look" });
    expect(grantLimits({ level: "track", accounts: [] }, ["a"])).toEqual({ a: "nothing" });
  });
});

describe("levels of a consent page", () => {
  test("are all open where nobody bounds them", () => expect(lockedLevels({}, null)).toEqual({}));

  test("are locked by whoever leaves nothing of them", () => {
    const readOnly = { "*.create": "off", "*.update": "off", "*.delete": "off", "*.decide": "off" } as const;
    expect(lockedLevels({ permissions: readOnly }, null).track).toBe("company");
    expect(lockedLevels({}, readOnly).track).toBe("group");
    expect(lockedLevels({}, { "*": "off" })).toEqual({
      read: "group",
      track: "group",
      manage: "group",
      everything: "group",
    });
    expect(lockedLevels({ permissions: { "*": "off" } }, { "*": "off" }).read).toBe("company");
  });

  test("stay open where only a part of them is bounded", () => {
    expect(lockedLevels({ permissions: { "time.delete": "off" } }, null)).toEqual({});
  });
});

test.each<[string, string, string]>([
  ["https://claude.ai/client.json", "claude.ai", "document"],
  ["https://codex.example/client.json", "127.0.0.1:49152", "computer"],
  ["dcr-1", "localhost", "computer"],
  ["dcr-1", "[::1]:8123", "computer"],
  ["dcr-1", "cursor:", "computer"],
  ["dcr-1", "localhost.evil.example", "named"],
  ["dcr-1", "127.0.0.1.evil.example:80", "named"],
  ["http://claude.ai/client.json", "claude.ai", "named"],
])("a client %s that is answered at %s is of the kind %s", (id, redirectHost, kind) => {
  expect(kindOfClient({ id, redirectHost })).toBe(kind);
});

test("a kind of client gets at most what the company lets it; where nothing is set, a client without a document tracks", () => {
  const client = { id: "dcr-1", redirectHost: "evil.example" };
  expect(levelOfKind(undefined, client)).toBe("track");
  expect(levelOfKind({ computer: "read" }, client)).toBe("track");
  expect(levelOfKind({ named: "everything" }, client)).toBe("everything");
  for (const redirectHost of ["claude.ai", "127.0.0.1:3118"])
    expect(levelOfKind({}, { id: "https://claude.ai/client.json", redirectHost })).toBe("everything");
  expect(levelOfKind({}, { id: "dcr-1", redirectHost: "127.0.0.1:3118" })).toBe("track");
  expect(levelOfKind({ named: "track" }, client)).toBe("track");
  expect(levelOfKind({ named: "refuse" }, client)).toBeNull();
  expect(levelsBeyond("track")).toEqual(["manage", "everything"]);
  expect(levelsBeyond("everything")).toEqual([]);
  expect(levelsBeyond(null)).toEqual(["read", "track", "manage", "everything"]);
});

test.each([
  ["https://claude.ai/oauth/mcp-oauth-client-metadata", "claude.ai", ["claude"], true],
  ["dcr-1", "claude.com", ["claude"], true],
  ["dcr-1", "chatgpt.com", ["claude"], false],
  ["dcr-1", "claude.ai.evil.example", ["claude"], false],
  ["dcr-1", "evil-claude.ai", ["claude"], false],
  ["dcr-1", "claude.ai:8443", ["claude"], false],
  ["dcr-1", "ai.example.com:8443", ["ai.example.com:8443"], true],
  ["dcr-1", "AI.example.com", ["ai.example.com"], true],
  ["dcr-1", "evil-ai.example.com", ["ai.example.com"], false],
  ["dcr-1", "localhost:1234", ["computer"], true],
  ["https://claude.ai/oauth/claude-code-client-metadata", "localhost:1234", ["claude"], false],
  ["dcr-1", "cursor:", ["cursor"], false],
  ["dcr-1", "claude.ai", [], false],
  ["dcr-1", "anything.example", undefined, true],
])("a client %s that is answered at %s is let in by the list %j: %s", (id, redirectHost, list, expected) => {
  expect(isListed(list, { id, redirectHost })).toBe(expected);
});

test("a group's list has known clients, programs on a computer and hosts, and nothing else", () => {
  const parses = (client: string) => groupBound.safeParse({ permissions: {}, clients: [client] }).success;
  for (const client of [...knownClients.map(({ id }) => id), "computer", "ai.example.com", "ai.example.com:8443"])
    expect(parses(client), client).toBe(true);
  for (const client of ["", "claud", "https://claude.ai", "claude.ai/", "*.example.com", "AI.example.com", "a.b "])
    expect(parses(client), client).toBe(false);
});
