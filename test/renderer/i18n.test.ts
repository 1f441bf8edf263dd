import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import mainDe from "../../main/locales/de.json";
import mainEn from "../../main/locales/en.json";
import mainPl from "../../main/locales/pl.json";
import de from "../../renderer/i18n/de.json";
import en from "../../renderer/i18n/en.json";
import pl from "../../renderer/i18n/pl.json";
import { loadSentences, sentenceIn } from "../../renderer/i18n/sentences";
import teamDe from "../../renderer/i18n/team/de.json";
import teamEn from "../../renderer/i18n/team/en.json";
import teamPl from "../../renderer/i18n/team/pl.json";

type Tree = { [key: string]: string | Tree };
const flat = (tree: Tree, path = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value] as [string, string]] : flat(value, `${path}${key}.`),
  );

/** Each language has its own plural forms: they are one key. */
const single = (key: string) => key.replace(/_(one|few|many|other)$/, "");
const keysOf = (words: Map<string, string>) => [...new Set([...words.keys()].map(single))].sort();

/** Their words are the same after any number: units, and what does not stand for the things that are counted. */
const sameForAll = new Set([
  ...["calendar.step", "ownCalendar.more", "ownCalendar.booked", "clients.more", "favorites.move", "favorites.moved"],
  ...["policy.fixed.perMinute", "health.figure.perMinute", "health.milliseconds", "health.megabytes", "health.keys.of"],
  ...["activity.undoAll", "activity.bringBackAll"],
  ...["tray.notSentTooltip", "dialog.quitMore", "checks.clientsOk"],
]);

const root = resolve(import.meta.dirname, "../..");
const filesIn = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
const textOf = (some: string[]) => some.map((file) => readFileSync(join(root, file), "utf8")).join("\n");
const isTeam = (file: string) => /^renderer[\\/]team[\\/]/.test(file);
const files = filesIn("renderer");

const catalogs = [
  {
    name: "windows",
    words: { en, de, pl },
    sources: textOf(files.filter((file) => !isTeam(file))),
    hasPlurals: true,
  },
  {
    name: "team pages",
    words: { en: teamEn, de: teamDe, pl: teamPl },
    sources: textOf(files.filter(isTeam)),
    hasPlurals: true,
  },
  {
    name: "tray, its notifications and dialogs",
    words: { en: mainEn, de: mainDe, pl: mainPl },
    sources: textOf(filesIn("main")),
    hasPlurals: false,
  },
];

describe.each(catalogs)("words of the $name", ({ words, sources, hasPlurals }) => {
  const languages = {
    en: new Map(flat(words.en)),
    de: new Map(flat(words.de)),
    pl: new Map(flat(words.pl)),
  };

  it.each(["de", "pl"] as const)("%s has the keys of English, no more and no less", (language) => {
    expect(keysOf(languages[language])).toEqual(keysOf(languages.en));
  });

  it.each(["en", "de", "pl"] as const)("%s has every plural form of its language", (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    // A key may end so without being a form: the code of an error.
    const isPlural = (key: string) =>
      languages.en.has(`${key}_one`) || languages.en.get(`${key}_other`)?.includes("{{count}}") === true;
    const plural = keysOf(languages.en).filter(isPlural);
    expect(plural.length > 0).toBe(hasPlurals);
    for (const key of plural)
      for (const form of forms) expect(languages[language].has(`${key}_${form}`), `${key}_${form}`).toBe(true);
  });

  it.each(["en", "de", "pl"] as const)("%s has plural forms of each count that stands beside a word", (language) => {
    const alone = [...languages[language]].filter(
      ([key, text]) => key === single(key) && /\{\{count\}\}[\s\u00a0]+\p{L}/u.test(text) && !sameForAll.has(key),
    );
    expect(alone).toEqual([]);
  });

  it.each(["de", "pl"] as const)("%s has the placeholders and marks of English", (language) => {
    const marks = (text: string) => [...new Set(text.match(/\{\{\w+\}\}|<\/?\w+>/g) ?? [])].sort();
    for (const [key, text] of languages[language]) {
      const english = languages.en.get(key) ?? languages.en.get(`${single(key)}_other`) ?? "";
      expect(marks(text), key).toEqual(marks(english));
    }
  });

  it("has no word that nothing shows", () => {
    const literal = new Set([...sources.matchAll(/["'`]([a-zA-Z_]+(?:\.[a-zA-Z_]+)+)["'`]/g)].map((match) => match[1]));
    // `failed.${command}.not`: any key of that shape counts as used.
    const shapes = [...sources.matchAll(/`([a-zA-Z_]+\.[\w.${}]*\$\{[^`]*)`/g)].map(
      (match) => new RegExp(`^${(match[1] ?? "").replace(/\$\{[^}]*\}/g, "\\w+").replaceAll(".", "\\.")}$`),
    );
    expect(literal.size).toBeGreaterThan(5);
    const unused = keysOf(languages.en).filter((key) => !literal.has(key) && !shapes.some((shape) => shape.test(key)));
    expect(unused).toEqual([]);
  });

  it("says Sie in German, never du", () => {
    const familiar = /(?<![\p{L}])(?:du|dich|dir|dein(?:e[mnrs]?)?|füge|trage|öffne|wähle|klicke)(?![\p{L}])/iu;
    const found = [...languages.de].filter(([, text]) => familiar.test(text));
    expect(found).toEqual([]);
  });

  it.each([
    // One word for one thing: tray, AI client, undo, password, draft and timer.
    ["de", /\b(?:KI-Clients?|Client|Leiste|Tray|Kennwort|zurückgenommen)\b/],
    ["pl", /(?:klient(?:y|ów|em|ami)? AI|zegar|szkic|metk)/iu],
    // Polish addresses people in lower case inside a sentence.
    [
      "pl",
      /(?<=[\p{Ll},;:)„] )(?:Ty|Ciebie|Cię|Ci|Tobie|Tobą|Tw(?:ój|oja|oje|oją|oich|oim|oimi|ojej|ojego))(?!\p{L})/u,
    ],
  ] as const)("%s has the words of the term list (%s)", (language, others) => {
    expect([...languages[language]].filter(([, text]) => others.test(text))).toEqual([]);
  });

  it("says nothing empty", () => {
    for (const catalog of Object.values(languages))
      for (const [key, text] of catalog) expect(text.trim(), key).not.toBe("");
  });
});

describe("English of the server that windows still look up", () => {
  it.each([
    [
      "de",
      "The entry is saved, but not marked as billed: The connection to clockodo.test was lost.",
      "Der Eintrag ist gespeichert, aber nicht als abgerechnet markiert: Die Verbindung zu clockodo.test ist abgebrochen.",
    ],
    ["pl", "Time sheets are closed by 12:00.", undefined],
  ])("in %s, %j is %j", async (language, text, words) => {
    await loadSentences(language);
    expect(sentenceIn(language, text)).toBe(words);
  });
});
