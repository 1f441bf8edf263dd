import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Holidays from "date-holidays";
import { describe, expect, test } from "vitest";
import { countryOf, publicHolidays, regionOf } from "#core/services/local/holiday-calendar";

const file = join(import.meta.dirname, "../../../../../mcp-server/core/domain/holiday-regions.json");

/** By country what has public holidays of its own, by code. */
function regionsOfLibrary(): Record<string, Record<string, string>> {
  const all = new Holidays();
  const below = (country: string): [string, string][] =>
    Object.entries(all.getStates(country) ?? {}).flatMap(([state, name]) => [
      [state, name] as [string, string],
      ...Object.entries(all.getRegions(country, state) ?? {}).map(([part, called]): [string, string] => [
        `${state}.${part}`,
        `${name}, ${called}`,
      ]),
    ]);
  const codes = Object.keys(all.getCountries()).sort();
  return Object.fromEntries(codes.map((country) => [country, Object.fromEntries(below(country))]));
}

test("the list of countries and regions is the library's", () => {
  const made = `${JSON.stringify(regionsOfLibrary())}\n`;
  if (process.env.PUNCHCARD_WRITE_REGIONS) writeFileSync(file, made);
  expect(existsSync(file) && JSON.parse(readFileSync(file, "utf8"))).toEqual(JSON.parse(made));
});

const on = async (country: string, region: string | undefined, first: string, last: string) =>
  (await publicHolidays({ country, ...(region && { region }) }, first, last)).map(({ day, half }) =>
    half ? `${day} half` : day,
  );

describe("public holidays", () => {
  test("are those of the country, without days on which people only celebrate", async () => {
    expect(await on("DE", undefined, "2026-12-01", "2027-01-31")).toEqual(["2026-12-25", "2026-12-26", "2027-01-01"]);
  });

  test("are also those of its region, down to the town", async () => {
    expect(await on("DE", "HH", "2026-10-01", "2026-11-01")).toEqual(["2026-10-03", "2026-10-31"]);
    expect(await on("DE", "BY", "2026-08-01", "2026-08-31")).toEqual([]);
    expect(await on("DE", "BY.A", "2026-08-01", "2026-08-31")).toContain("2026-08-08");
  });

  test("count what stands in for a holiday on a weekend", async () => {
    expect(await on("GB", "ENG", "2027-12-24", "2027-12-31")).toEqual([
      "2027-12-25",
      "2027-12-26",
      "2027-12-27",
      "2027-12-28",
    ]);
  });

  test("of several days count each whole day, also into the next year and over the change of clocks", async () => {
    expect(await on("TR", undefined, "2026-03-01", "2026-03-31")).toEqual(["2026-03-20", "2026-03-21", "2026-03-22"]);
    expect(await on("SZ", undefined, "2027-01-01", "2027-01-02")).toContain("2027-01-01");
    expect(await on("PL", undefined, "2026-03-29", "2026-04-06")).toEqual(["2026-04-05", "2026-04-06"]);
  });

  test("that begin at noon are half, and those of an evening none", async () => {
    expect(await on("CW", undefined, "2026-12-31", "2026-12-31")).toEqual(["2026-12-31 half"]);
    expect(await on("AU", "SA", "2026-12-24", "2026-12-24")).toEqual([]);
  });
});

describe("a country and its region", () => {
  test("are found by code and by name in the three languages", () => {
    expect(["de", "Germany", "Deutschland", "Niemcy"].map(countryOf)).toEqual(["DE", "DE", "DE", "DE"]);
    expect(["hh", "DE-HH", "Hamburg", "BY.A"].map((text) => regionOf(text, "DE"))).toEqual(["HH", "HH", "HH", "BY.A"]);
  });

  test("that nobody knows are refused with what there is", () => {
    expect(() => countryOf("Atlantis")).toThrow("not known");
    expect(() => regionOf("Atlantis", "DE")).toThrow('no region "Atlantis"');
    expect(() => regionOf("Mazowieckie", "PL")).toThrow("same everywhere");
  });
});
