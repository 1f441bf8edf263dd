import { expect, test } from "vitest";
import { effectiveLevel } from "#core/access/permission-matrix";
import { toolState } from "#core/access/tool-rules";
import { cells, levels } from "#core/domain/permission-cells";
import { type ClientLimit, clientLimits, limitOf, profileLevel, profileNames } from "#core/domain/permission-profiles";
import * as fc from "../../../property";

const permissions = fc.record({
  profile: fc.constantFrom(...profileNames),
  cells: fc.dictionary(fc.constantFrom(...cells), fc.constantFrom(...levels)),
  tools: fc.constant({}),
});
const rank = (level: (typeof levels)[number]) => levels.indexOf(level);

test("a client's limit lowers a level and never raises one", () => {
  fc.assert(
    fc.property(
      permissions,
      fc.constantFrom(...clientLimits),
      fc.constantFrom(...cells),
      (account, limit: ClientLimit, cell) => {
        const own = account.cells[cell] ?? profileLevel(account.profile, cell);
        const held = effectiveLevel(account, limit, cell);
        if (limit === "same") expect(held).toBe(own);
        else if (limit === "nothing") expect(held).toBe("off");
        else expect(rank(held)).toBe(Math.min(rank(own), rank(profileLevel(limit, cell))));
      },
    ),
  );
});

test("nothing is allowed while the person has put the choice off", () => {
  fc.assert(
    fc.property(permissions, fc.constantFrom(...clientLimits), fc.constantFrom(...cells), (account, limit, cell) => {
      expect(effectiveLevel({ ...account, undecided: true }, limit, cell)).toBe("off");
    }),
  );
});

test("what the service refuses is off, whatever the person allowed", () => {
  const account = { profile: "everything", cells: {}, tools: {} } as const;
  expect(effectiveLevel(account, "same", "time.create", { "time.create": "No right." })).toBe("off");
  expect(effectiveLevel(account, "same", "time.update", { "time.create": "No right." })).toBe("allow");
});

test("a tool that is switched off stays off under every profile and limit", () => {
  fc.assert(
    fc.property(permissions, fc.constantFrom(...clientLimits), (account, limit) => {
      const off = { ...account, tools: { clock_in: false } };
      expect(toolState("clock_in", "local", off, limit)).toBe("switched_off");
    }),
  );
});

test("a program that does not say which client it is gets its person's own time and no more", () => {
  expect(limitOf({}, "cli", "kimai-1")).toBe("track");
  expect(limitOf({}, "cursor", "kimai-1")).toBe("same");
  expect(limitOf({ cli: { "kimai-1": "everything" } }, "cli", "kimai-1")).toBe("everything");
  expect(limitOf({ cursor: { "kimai-1": "look" } }, "cursor", "kimai-2")).toBe("same");
  // A name that every object has is no setting.
  expect(limitOf({}, "constructor", "kimai-1")).toBe("same");
});
