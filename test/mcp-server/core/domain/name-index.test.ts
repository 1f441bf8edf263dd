import { distance } from "fastest-levenshtein";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { InputError } from "#core/domain/errors";
import { searchLimits } from "#core/domain/name-index";
import { rankByName, resolveName } from "#core/domain/names";

vi.mock("fastest-levenshtein", async (original) => {
  const real = await original<typeof import("fastest-levenshtein")>();
  return { ...real, distance: vi.fn(real.distance) };
});

const counted = vi.mocked(distance);
beforeEach(() => {
  counted.mockClear();
});

const list = (count: number, name: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => ({ id: String(index), name: name(index) }));
const longNames = () => list(20_000, (index) => `${"Relaunch of websites ".repeat(8)}${index}`.padEnd(180, "x"));

function refusal(input: string, names: { id: string; name: string }[]): InputError {
  try {
    resolveName(input, names, "project");
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error(`"${input}" was not refused`);
}

describe("a search in 20,000 names of 180 characters", () => {
  test("compares a bounded number of texts, none of them long", () => {
    expect(refusal("Relaunhc", longNames()).code).toBe("unknown");
    expect(counted.mock.calls.length).toBeGreaterThan(0);
    expect(counted.mock.calls.length).toBeLessThanOrEqual(searchLimits.distances);
    for (const [a, b] of counted.mock.calls)
      expect(Math.max(a.length, b.length)).toBeLessThanOrEqual(searchLimits.length);
  });

  test("costs 500 wrong names of a call no more than the same bound", () => {
    const names = longNames();
    for (let row = 0; row < 500; row++) expect(refusal(`Relaumch ${row % 10}wrong${row}`, names).code).toBe("unknown");
    expect(counted.mock.calls.length).toBeLessThanOrEqual(searchLimits.distances);
    expect(resolveName("#19999", names, "project").id).toBe("19999");
  });

  test("folds each name once, however many are looked up", () => {
    const names = longNames();
    let read = 0;
    const watched = names.map(({ id, name }) => ({
      id,
      get name() {
        read++;
        return name;
      },
    }));
    const normalized = vi.spyOn(String.prototype, "normalize");
    refusal("Zażółć", watched);
    const afterOne = normalized.mock.calls.length;
    refusal("Gęślą", watched);
    expect(normalized.mock.calls.length - afterOne).toBeLessThan(10);
    expect(read).toBeGreaterThan(0);
    normalized.mockRestore();
  });
});

test("names a near one among too many to compare all, and takes none for what was meant", () => {
  const names = [...list(5_000, (index) => `Customer ${index}`), { id: "x", name: "Relaunch" }];
  const error = refusal("Relaunhc", names);
  expect(error.candidates).toEqual([{ id: "x", name: "Relaunch" }]);
});

test.each([
  ["Itnernal", "Internal"],
  ["Intrenal", "Internal"],
  ["Internall", "Internal"],
])("finds %s as %s: neighbors that changed places are one slip", (input, name) => {
  const names = [
    { id: "1", name: "Internal" },
    { id: "2", name: "Travel" },
  ];
  expect(resolveName(input, names, "activity").name).toBe(name);
});

test("finds a name that was added to a list that was searched before", () => {
  const names = list(3, (index) => `Customer ${index}`);
  expect(refusal("Acme", names).code).toBe("unknown");
  names.push({ id: "4", name: "Acme" });
  expect(resolveName("Acme", names, "customer").id).toBe("4");
  expect(rankByName("acme", names, 5)).toHaveLength(1);
});
