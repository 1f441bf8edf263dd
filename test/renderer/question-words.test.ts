import i18next, { type TFunction } from "i18next";
import { beforeAll, describe, expect, it } from "vitest";
import { type PartOf, partsSchema, type QuestionPart } from "#core/domain/question/parts";
import { said } from "#server/tools/lib/question/english";
import { questionLines } from "../../renderer/features/question/question-lines";
import de from "../../renderer/i18n/de.json";
import en from "../../renderer/i18n/en.json";
import pl from "../../renderer/i18n/pl.json";

const entry: PartOf<"entry">["entry"] = {
  ...{ id: "88", day: "2026-11-17", begin: "14:30", end: null, length: "2:15", work: [] },
  ...{ text: "Lens", tags: ["a"], person: "Ada", locked: true, planned: true },
};
const acme = { type: "customer", id: "1", name: 'Acme "1"' } as const;
const at = "2026-11-19T09:00:00+01:00";
const day = "2026-12-23";

/** One of each kind, and of those that are told in several ways each way; with what German and Polish make of it. */
const samples: { [Kind in QuestionPart["kind"]]: readonly [Omit<PartOf<Kind>, "kind">, string, string][] } = {
  head: [],
  more: [
    [{ count: 3 }, "und 3 weitere", "i jeszcze 3"],
    [{ count: 2, lines: true }, "und 2 weitere Zeilen", "i jeszcze 2 wiersze"],
  ],
  bringBack: [[{ back: "none" }, "Das lässt sich nicht zurückholen.", pl.question.back.none]],
  entry: [
    [
      { as: "is", entry },
      "Di. 17. Nov.  14:30–läuft  2:15  ohne Projekt  „Lens“  [a]  von Ada  (gesperrt)  (geplant)",
      "wt. 17 lis  14:30–trwa  2:15  bez projektu  „Lens”  [a]  osoba: Ada  (zablokowany)  (zaplanowany)",
    ],
    [
      { as: "copy", entry: { ...entry, end: "15:00", amount: 40, zone: "Asia/Tokyo", work: ["App"], text: "" } },
      "→ Kopie  Di. 17. Nov.  14:30–15:00  Pauschale 40 (Asia/Tokyo)  App  [a]  von Ada  (gesperrt)  (geplant)",
      "→ kopia  wt. 17 lis  14:30–15:00  ryczałt 40 (Asia/Tokyo)  App  [a]  osoba: Ada  (zablokowany)  (zaplanowany)",
    ],
  ],
  endEntry: [
    [
      { entry: { ...entry, id: undefined }, lasted: "30:00" },
      /^Beenden: .*, nach 30:00$/,
      /^Zakończyć: .*, po 30:00$/,
    ] as never,
  ],
  changeAll: [
    [
      {
        count: 2,
        change: { work: ["App"], text: null, addedTags: ["x"], billable: false, hourlyRate: null, person: "Ada" },
      },
      "2 Einträge werden geändert: App, keine Beschreibung, neue Schlagwörter: x, Nicht abrechenbar, kein eigener Stundensatz, von Ada",
      "Zmiana w 2 wpisach: App, bez opisu, dodane tagi: x, Nie do rozliczenia, bez własnej stawki godzinowej, osoba: Ada",
    ],
  ],
  period: [
    [{ first: "2026-11-09", last: "2026-11-15", zone: "UTC" }, "9.–15. Nov. 2026 (UTC)", "9–15 lis 2026 (UTC)"],
    [
      { first: "2026-11-18", last: "2026-11-19", begin: "22:00", end: "02:00", zone: "UTC" },
      "18. Nov. 2026, 22:00–19. Nov. 2026, 02:00 (UTC)",
      "18 lis 2026, 22:00–19 lis 2026, 02:00 (UTC)",
    ],
  ],
  timeOf: [
    [{ whose: "me" }, "Ihre eigene Zeit", "Twój czas"],
    [{ whose: [{ id: "1", name: "Ada" }] }, "Zeit von: Ada", "Czas osób: Ada"],
  ],
  onWork: [[{ work: ["App"] }, "Auf App", "Praca: App"]],
  withText: [[{ text: "x" }, "Mit „x“ in der Beschreibung", "Z „x” w opisie"]],
  withTags: [[{ tags: ["a", "b"] }, "Mit den Schlagwörtern a, b", "Z tagami a, b"]],
  exported: [[{ exported: false }, "Nicht exportiert", "Niewyeksportowane"]],
  billable: [[{ billable: true, unbilled: true }, de.question.billable.unbilled, pl.question.billable.unbilled]],
  countedByService: [[{}, de.question.counted, pl.question.counted]],
  start: [[{ work: ["App"], at }, "Starten: App, Do. 19. Nov., 09:00", "Rozpocząć: App, czw. 19 lis, 09:00"]],
  stop: [
    [
      { works: [["App"], []], at },
      "Beenden: App, ohne Projekt, Do. 19. Nov., 09:00",
      "Zakończyć: App, bez projektu, czw. 19 lis, 09:00",
    ],
    [{ works: [], at }, "Die Pause beenden: Do. 19. Nov., 09:00", "Zakończyć przerwę: czw. 19 lis, 09:00"],
  ],
  pause: [[{ at, type: "Lunch" }, "Pause ab Do. 19. Nov., 09:00, Lunch", "Przerwa od: czw. 19 lis, 09:00, Lunch"]],
  resume: [[{}, de.question.resume, pl.question.resume]],
  nothing: [[{ why: "idle" }, "Nichts: Es läuft nichts.", "Nic: nic nie trwa."]],
  make: [[{ level: "project", name: "App" }, "Neu (Projekt): „App“", "Nowe (projekt): „App”"]],
  archive: [
    [
      { type: "project", count: 1, why: "Stays." },
      "Archivieren statt löschen: Stays.",
      "Archiwizacja zamiast usunięcia: Stays.",
    ],
  ],
  record: [
    [
      { record: acme, below: { type: "team", id: "2", name: "" }, gone: [{ what: "projects", count: 3 }] },
      'Kunde „Acme "1"“ (zu Team #2). Mitgelöscht wird: 3 Projekte',
      'Klient „Acme "1"” (Zespół #2). Razem z nim zniknie: 3 projekty',
    ],
    [
      { record: acme, uncounted: "No." },
      /^Kunde .* ließ sich nicht zählen \(No\.\)\.$/,
      /^Klient .* \(No\.\)\.$/,
    ] as never,
  ],
  newRecord: [
    [
      { type: "rate", below: acme, values: [{ field: "hourly_rate", value: { text: "90" } }], foreseen: ["It is new"] },
      'Neu: Satz (zu Kunde „Acme "1"“): Stundensatz 90. It is new',
      'Nowe: stawka (Klient „Acme "1"”): Stawka godzinowa 90. It is new',
    ],
  ],
  withRecord: [
    [
      { type: "activity", values: [{ field: "name", value: { text: "Dev", quoted: true } }] },
      "mit Tätigkeit: Name „Dev“",
      "razem z: czynność: Nazwa „Dev”",
    ],
  ],
  changeRecord: [
    [
      {
        record: acme,
        changes: [
          { field: "currency", before: { text: "EUR" }, after: { text: "CHF" } },
          { field: "visible", after: { word: "no" } },
          { field: "strange_field", before: { word: "nothing" }, after: { text: "x…", quoted: true, length: 200 } },
        ],
      },
      'Ändern: Kunde „Acme "1"“: Währung EUR → CHF, In Gebrauch → nein, strange field leer → „x…“ (200 Zeichen)',
      'Zmienić: Klient „Acme "1"”: Waluta EUR → CHF, W użyciu → nie, strange field puste → „x…” (200 znaków)',
    ],
  ],
  absence: [
    [
      {
        id: "5",
        type: "Surf",
        first: day,
        last: day,
        lastHalf: true,
        days: 0.5,
        status: "requested",
        person: "Ada",
        comment: "c",
      },
      "Surf  23. Dez. 2026, halber Tag  0,5 Tage  wartet auf Genehmigung  Ada  „c“",
      "Surf  23 gru 2026, pół dnia  0,5 dnia  czeka na akceptację  Ada  „c”",
    ],
  ],
  decide: [
    [{ action: "approve", count: 1 }, "Eine Abwesenheit genehmigen:", "Akceptacja jednej nieobecności:"],
    [{ action: "cancel", count: 5 }, "5 Abwesenheiten stornieren:", "Anulowanie 5 nieobecności:"],
  ],
  askFor: [
    [
      {
        type: "Surf",
        first: day,
        last: "2026-12-30",
        firstHalf: true,
        days: 4,
        without: ["2026-12-25"],
        person: "Ada",
      },
      "Beantragen: Surf 23.–30. Dez. 2026, erster Tag halb, 4 Tage (ohne 25. Dez.), für Ada",
      "Wniosek: Surf 23–30 gru 2026, pół pierwszego dnia, 4 dni (bez 25 gru), dla: Ada",
    ],
    [
      { type: "Surf", first: day, last: day, part: "morning", length: "2:00", without: [] },
      "Beantragen: Surf 23. Dez. 2026, vormittags, 2:00 eines Tages",
      "Wniosek: Surf 23 gru 2026, przed południem, 2:00 dnia",
    ],
  ],
  reason: [[{ text: "r" }, "Grund: „r“", "Powód: „r”"]],
  comment: [[{ text: "c" }, "Kommentar: „c“", "Komentarz: „c”"]],
  standIn: [[{ name: "Ada" }, "Vertretung: Ada", "Zastępstwo: Ada"]],
  split: [[{ count: 2 }, "Der Dienst nimmt es in 2 Teilen an:", "Usługa przyjmie to w 2 częściach:"]],
  piece: [[{ first: day, last: day }, "– 23. Dez. 2026", "– 23 gru 2026"]],
  warning: [[{ text: "w" }, "Achtung: w", "Uwaga: w"]],
  leftAfter: [[{ left: 1, unit: "hours" }, "Danach bleiben: 1 Stunde", "Zostanie potem: 1 godzina"]],
  alsoAway: [
    [
      { people: [{ name: "Ada", first: day, last: "2026-12-30" }], more: 2 },
      "Ebenfalls abwesend: Ada (23.–30. Dez.) und 2 weitere",
      "Nieobecni w tym czasie: Ada (23–30 gru) i jeszcze 2",
    ],
  ],
  read: [[{ what: "timer" }, "Den Timer lesen", "Odczyt stopera"]],
  readRecords: [[{ type: "rate" }, "Lesen: Satz", "Odczyt: stawka"]],
  readTime: [[{ whose: ["Ada"] }, "Zeit lesen von: Ada", "Odczyt czasu osób: Ada"]],
  readAbsences: [[{ whose: "everyone" }, de.question.readAbsences.everyone, pl.question.readAbsences.everyone]],
  readBalance: [[{ person: "me" }, "Ihren Resturlaub lesen", "Odczyt twojego stanu urlopu"]],
  readByIds: [
    [
      { of: "absence", others: true, ids: ["1", "2"] },
      "Abwesenheiten anderer Personen lesen: #1, #2",
      "Odczyt nieobecności innych osób: #1, #2",
    ],
  ],
  lookFor: [[{ levels: ["project", "tag"] }, "Suchen: Projekt, Schlagwort", "Wyszukanie: projekt, tag"]],
  lookForEntry: [[{ words: "w" }, "Den Eintrag „w“ suchen", "Wyszukanie wpisu „w”"]],
  saveFile: [
    [
      { file: "a.csv", words: "2026", rows: 2, kilobytes: 1 },
      "a.csv auf diesem Computer speichern: 2026 (2 Zeilen, 1\u00a0kB)",
      "Zapis a.csv na tym komputerze: 2026 (2 wiersze, 1\u00a0kB)",
    ],
  ],
};
const all = Object.entries(samples).flatMap(([kind, rows]) =>
  rows.map(([given, german, polish]) => ({ part: { kind, ...given } as QuestionPart, de: german, pl: polish })),
);

describe("a line of a question", () => {
  const words: Record<string, TFunction> = {};
  beforeAll(async () => {
    for (const [language, translation] of Object.entries({ en, de, pl })) {
      const i18n = i18next.createInstance();
      const escaped = { escapeValue: false };
      await i18n.init({ lng: language, resources: { [language]: { translation } }, interpolation: escaped });
      words[language] = i18n.t;
    }
  });
  const shown = (language: string, lines: string[], parts?: (QuestionPart | null)[]) =>
    questionLines({ lines, parts }, language, words[language] as TFunction).map(({ text }) => text);

  it.each(all)("is worded in German and Polish, and passes the check of whoever reads it: $de", ({ part, ...told }) => {
    const [read] = partsSchema.parse([part]) ?? [];
    expect(read).toEqual(part);
    const { text } = said(part);
    expect(text).toMatch(/^(?!.*(undefined|null|\[object)).+$/);
    expect(shown("en", [text], [part])[0]).toMatch(/^(?!.*(undefined|null|\{\{|question\.|\[object)).+$/);
    for (const language of ["de", "pl"] as const) {
      const is = shown(language, [text], [part])[0];
      if ((told[language] as unknown) instanceof RegExp) expect(is).toMatch(told[language]);
      else expect(is).toBe(told[language]);
    }
  });

  it("of an older or newer version is shown in its English", () => {
    const parts = partsSchema.parse([{ kind: "of tomorrow" }, { kind: "standIn" }, { kind: "standIn", name: "Ada" }]);
    expect(shown("de", ["a", "b", "c"], parts)).toEqual(["a", "b", "Vertretung: Ada"]);
    expect(shown("de", ["a", "b"])).toEqual(["a", "b"]);
    // Parts of other lines than these are nobody's.
    expect(shown("de", ["a", "b"], parts)).toEqual(["a", "b"]);
  });

  it("that only says what the heading says is left out where more follows, and warns where things are gone for good", () => {
    const parts: QuestionPart[] = [
      { kind: "head", act: "delete", of: "entry", count: 1 },
      { kind: "bringBack", back: "part" },
      { kind: "bringBack", back: "all" },
    ];
    const lines = parts.map((part) => said(part).text);
    expect(lines[0]).toBe("Delete one entry:");
    const told = questionLines({ lines, parts }, "en", words.en as TFunction);
    expect(told.map(({ warns }) => warns)).toEqual([true, false]);
    expect(shown("en", lines.slice(0, 1), parts.slice(0, 1))).toEqual(["Delete one entry:"]);
  });
});
