import { describe, expect, test } from "vitest";
import { InputError } from "#core/domain/errors";
import { guessNotes, rankByName, resolveName } from "#core/domain/names";
import * as fc from "../../../property";

const projects = [
  { id: "1", name: "Website relaunch" },
  { id: "2", name: "Website care" },
  { id: "3", name: "Łódź office" },
  { id: "4", name: "Internal" },
  { id: "5", name: "2024 audit" },
  { id: "2024", name: "Old stuff" },
  { id: "7", name: "Straße" },
];

function refusal(input: string, from = projects): InputError {
  try {
    resolveName(input, from, "project");
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error(`"${input}" was not refused`);
}

describe("resolveName", () => {
  test("finds an umlaut that was spelled with an e, unless a name is spelled so itself", () => {
    const named = [
      { id: "1", name: "Größenänderung" },
      { id: "2", name: "Poet" },
    ];
    expect(resolveName("Groessenaenderung", named, "activity").id).toBe("1");
    expect(resolveName("poet", named, "activity").id).toBe("2");
  });

  test.each([
    ["#2", "2"],
    ["Website relaunch", "1"],
    ["website RELAUNCH ", "1"],
    ["lodz office", "3"],
    ["strasse", "7"],
    ["int", "4"],
    ["relaunch", "1"],
    ["Websiet relaunch", "1"],
    ["relauch", "1"],
    ["7", "7"],
  ])("%s is the one that is meant", (input, id) => {
    expect(resolveName(input, projects, "project").id).toBe(id);
  });

  test("two that fit are both named, with ids", () => {
    const error = refusal("website");
    expect(error.code).toBe("ambiguous");
    expect(error.candidates?.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(error.message).toContain('"Website relaunch" (#1)');
  });

  test("a number that is an id and begins a name is not guessed", () => {
    expect(refusal("2024").code).toBe("ambiguous");
    expect(resolveName("#2024", projects, "project").name).toBe("Old stuff");
  });

  test("the same name twice needs the id", () => {
    const twins = [
      { id: "1", name: "Admin" },
      { id: "2", name: "Admin" },
    ];
    expect(refusal("Admin", twins).candidates).toHaveLength(2);
    expect(resolveName("#2", twins, "activity").id).toBe("2");
  });

  test.each(["#99", "Payroll", "", "  ", "#", "\u200b", "xx"])("%j is refused as unknown", (input) => {
    expect(refusal(input).code).toBe("unknown");
  });

  test("an unknown name comes with what was perhaps meant", () => {
    expect(refusal("Interval X").candidates).toContainEqual({ id: "4", name: "Internal" });
  });

  test("hidden text in a name of somebody else does not get into the message", () => {
    const error = refusal("Ev", [
      { id: "1", name: "Evil\u202e\u{e0041}" },
      { id: "2", name: "Event" },
    ]);
    expect(error.candidates?.[0]?.name).toBe("Evil");
    expect(error.message).not.toMatch(/[\u202e]|[\u{e0041}]/u);
  });

  test("never returns what is not a candidate, and always finds an exact name that is there once", () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 8 }),
      fc.constantFrom("abc", "ABC", "abd", "ábc", "#1"),
    );
    fc.assert(
      fc.property(name, fc.uniqueArray(name, { maxLength: 6 }), (input, names) => {
        const candidates = names.map((text, index) => ({ id: String(index), name: text }));
        try {
          expect(candidates).toContain(resolveName(input, candidates, "tag"));
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          const there = candidates.filter((candidate) => candidate.name.trim() === input.trim());
          if (input.trim() !== "" && input.trim() !== "#") expect(there).not.toHaveLength(1);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("rankByName", () => {
  test("the beginning of a name goes before the beginning of a word, and that before a slip of the pen", () => {
    const items = ["Care plan", "Healthcare", "Day care", "Carf"].map((name) => ({ name }));
    expect(rankByName("care", items, 3).map(({ name }) => name)).toEqual(["Care plan", "Day care", "Healthcare"]);
  });

  test("words may come in any order", () => {
    expect(rankByName("relaunch web", projects, 5).map(({ id }) => id)).toEqual(["1"]);
  });

  test("an empty query shows the first ones", () => {
    expect(rankByName(" ", projects, 2).map(({ id }) => id)).toEqual(["1", "2"]);
  });
});

test("two names that only a slip of the pen tells apart from what was written are asked about, however near one is", () => {
  const items = [
    { id: "1", name: "Website relaunch" },
    { id: "2", name: "Website relaunsh" },
  ];
  // One letter away from the first, two from the second.
  expect(() => resolveName("Website relaunhc", items, "project")).toThrow("more than one project");
  expect(resolveName("Website relaunhc", items.slice(0, 1), "project").id).toBe("1");
});

test("a guess is told, and an id, a part of the name or another spelling of it is none", () => {
  const item = { id: "7", name: "Größenänderung am Dach" };
  for (const same of ["#7", "7", "GRÖSSENÄNDERUNG", "dach", "am dach", "Groessenaenderung am Dach", "dach größen"])
    expect(guessNotes(same, item, "project"), same).toEqual([]);
  expect(guessNotes(" Größenändrung ", item, "project")).toEqual([
    '"Größenändrung" was taken as the project "Größenänderung am Dach" (#7).',
  ]);
});
