import { describe, expect, test } from "vitest";
import { safeReturn } from "../../../renderer/team/lib/router";

describe("where a person goes on after signing in", () => {
  test.each(["/", "/?a=1#b"])("goes on at our own page %s", (to) => {
    expect(safeReturn(to, "https://time.example.org")).toBe(to);
  });

  test.each([
    null,
    "",
    "https://evil.example/",
    "//evil.example/",
    "//evil.example/activity",
    "/\\evil.example/activity",
    "/\\evil.example/",
    "/\t/evil.example/",
    "/.//evil.example/",
    "/%5cevil.example/",
    "/%2f%2fevil.example/",
    "/%0a/evil.example/",
    "/activity/../..//evil.example/",
    "javascript:alert(1)",
    "/api/session",
    "/nowhere",
    "https://time.example.org@evil.example/",
  ])("begins at the first page instead of %j", (to) => {
    expect(safeReturn(to, "https://time.example.org")).toBe("/");
  });
});
