import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { services } from "#core/service-catalog/index";
import { languageOf, translator } from "#main/locales/index";
import de from "../../../main/locales/de.json";
import en from "../../../main/locales/en.json";
import pl from "../../../main/locales/pl.json";

type Words = { [key: string]: string | Words };
const flat = (words: Words, path = ""): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
const places = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((found) => found[1]).sort();

test.each([
  ["de", de],
  ["pl", pl],
])("%s has every word of English with the same places in it", (_language, words) => {
  const wanted = Object.fromEntries(flat(en));
  const got = Object.fromEntries(flat(words));
  expect(Object.keys(got).sort()).toEqual(Object.keys(wanted).sort());
  for (const [key, text] of Object.entries(wanted)) expect(places(got[key] ?? ""), key).toEqual(places(text));
});

test("every word that main asks for is there", () => {
  const root = join(import.meta.dirname, "../../../main");
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  const asked = sources.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/"((?:tray|checks|dialog|notification|window)\.\w+)"/g)].map(
      (found) => found[1],
    ),
  );
  expect(asked.length).toBeGreaterThan(40);
  const known = new Set(flat(en).map(([key]) => key));
  expect(asked.filter((key) => !known.has(key ?? ""))).toEqual([]);
});

test("every service has its name in the tray, and nothing else has one", () => {
  expect(Object.keys(en.services).sort()).toEqual(services.map(({ id }) => id).sort());
});

test("the person's choice wins, then the first language of the system that is spoken here", () => {
  expect(languageOf("pl", ["de-AT"])).toBe("pl");
  expect(languageOf("system", ["fr-FR", "de-AT", "en-US"])).toBe("de");
  expect(languageOf("system", ["fr"])).toBe("en");
  expect(translator("de")("tray.clockOut")).toBe("Ausstempeln");
  expect(translator("en")("tray.readAt", { service: "R&D <x>", at: "1" })).toBe("R&D <x> · updated at 1");
});
