import { expect, test } from "vitest";
import { zoneNote } from "#server/tools/timer/get-status.run";

test.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["Europe/Berlin", "Europe/Paris"],
])("nothing is said of an account in %s on a computer in %s", (account, here) => {
  expect(zoneNote("2026-11-19T13:00:00Z", account, { here })).toEqual([]);
});

test("a computer in another zone than its account is told, with both zones and its clock", () => {
  expect(zoneNote("2026-11-19T13:00:00Z", "Europe/Berlin", { here: "America/New_York" })).toEqual([
    "This computer's clock shows 08:00 (America/New_York); all times here are those of the account's zone, Europe/Berlin.",
  ]);
});
