import type { Pattern } from "#core/messages/catalog";
import { catalogLoaders, isLanguage } from "./message-catalogs";

/** A sentence of the server in English, `{{1}}` for what is put in (`{{1d}}`: a day), and what the window says instead. */
type Sentences = Readonly<Record<string, string>>;
interface Known {
  pattern: RegExp;
  text: string;
}

const loaders: Record<string, () => Promise<{ default: Sentences }>> = {
  de: () => import("./server/de.json"),
  pl: () => import("./server/pl.json"),
};
const known = new Map<string, { whole: Sentences; patterns: readonly Known[] }>();

const english = { weekday: "short", month: "short", timeZone: "UTC" } as const;
const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const months = Array.from({ length: 12 }, (_, month) =>
  new Date(Date.UTC(2026, month, 1)).toLocaleDateString("en-US", { month: english.month, timeZone: english.timeZone }),
);
const oneDay = `(?:(${weekdays.join("|")}),? )?(\\d{1,2}) (${months.join("|")})(?: (\\d{4}))?`;
const dayText = new RegExp(`\\b${oneDay}\\b`, "g");
const anyDay = oneDay.replace(/\((?!\?)/g, "(?:");

const escaped = (text: string) => text.replace(/[.*+?^$()|[\]\\{}]/g, "\\$&");
const patternOf = (english: string) =>
  new RegExp(
    `^${english
      .split(/(\{\{\dd?\}\})/)
      .map((part) =>
        /^\{\{\d\}\}$/.test(part) ? "([\\s\\S]*?)" : /^\{\{\dd\}\}$/.test(part) ? `(${anyDay})` : escaped(part),
      )
      .join("")}$`,
  );
const fixedLength = (english: string) => english.replace(/\{\{\dd?\}\}/g, "").length;
const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

export function knowSentences(language: string, sentences: Sentences): void {
  const patterns = Object.entries(sentences)
    .filter(([english]) => english.includes("{{"))
    // What says the most by itself comes first.
    .sort(([a], [b]) => fixedLength(b) - fixedLength(a))
    .map(([english, text]) => ({ pattern: patternOf(english), text }));
  known.set(language, { whole: sentences, patterns });
}

/** English and translated patterns as sentences with numbered places: messages that are English inside of a sentence. */
async function messageSentences(language: string): Promise<Record<string, string>> {
  if (!isLanguage(language)) return {};
  const [en, words] = await Promise.all([catalogLoaders.en(), catalogLoaders[language]()]);
  const textOf = (pattern: Pattern | undefined) => (typeof pattern === "object" ? pattern.other : pattern) ?? "";
  // A pattern of few letters would match any sentence.
  const isSpecific = ([, english]: [string, Pattern]) => textOf(english).replace(/\{.*?\}|[^a-z]/gi, "").length > 7;
  return Object.fromEntries(
    Object.entries(en)
      .filter(isSpecific)
      .map(([code, english]) => {
        const names: string[] = [];
        const numbered = (text: string) =>
          text.replace(/\{(\w+)(?::\w+)?\}/g, (_place, name: string) => {
            if (!names.includes(name)) names.push(name);
            return `{{${names.indexOf(name) + 1}}}`;
          });
        return [numbered(textOf(english)), numbered(textOf(words[code]))];
      }),
  );
}

/** Loads what a language calls the server's sentences; English needs nothing. */
export async function loadSentences(language: string): Promise<void> {
  const loader = loaders[language];
  if (!loader || known.has(language)) return;
  const [sentences, messages] = await Promise.all([loader(), messageSentences(language)]);
  knowSentences(language, { ...messages, ...sentences.default });
}

/** `Tue 17 Nov` and `2026-11-17`, as the language writes days. */
function withDays(text: string, language: string): string {
  const short = (weekday: string | undefined, day: number, month: number, year: number | null) => {
    const date = new Date(Date.UTC(year ?? 2026, month, day));
    const words = new Intl.DateTimeFormat(language, {
      day: "numeric",
      month: "short",
      ...(year !== null && { year: "numeric" }),
      timeZone: "UTC",
    }).format(date);
    // 4 January 2026 is a Sunday.
    const named = new Date(Date.UTC(2026, 0, 4 + weekdays.indexOf(weekday ?? "")));
    return weekday
      ? `${new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(named)}, ${words}`
      : words;
  };
  return text
    .replace(dayText, (_all, weekday, day, month, year) =>
      short(weekday, Number(day), months.indexOf(month), year ? Number(year) : null),
    )
    .replace(/\b(\d{4})-(\d\d)-(\d\d)\b/g, (_all, year, month, day) =>
      short(undefined, Number(day), Number(month) - 1, Number(year)),
    );
}

/** A part of a message in that language; what is not known as it is, with its days as the language writes them. */
export const wordsIn = (language: string, text: string): string =>
  known.has(language) ? (sentenceIn(language, text) ?? withDays(text, language)) : text;

/** @returns the sentence in that language; undefined: nobody has worded it, as those of a service itself */
export function sentenceIn(language: string, text: string): string | undefined {
  const sentences = known.get(language);
  if (!sentences) return undefined;
  if (Object.hasOwn(sentences.whole, text)) return sentences.whole[text];
  // A reason that is known as a part of sentences: `Your role may not do that.` of `your role may not do that`.
  const reason = /^[A-Z].*[^.]\.$/.test(text) ? `${text.charAt(0).toLowerCase()}${text.slice(1, -1)}` : "";
  if (Object.hasOwn(sentences.whole, reason)) return `${capital(sentences.whole[reason] ?? "")}.`;
  for (const { pattern, text: words } of sentences.patterns) {
    const given = pattern.exec(text);
    if (given)
      return words.replace(/\{\{(\d)\}\}/g, (_all, at) => {
        return wordsIn(language, given[Number(at)] ?? "");
      });
  }
  return undefined;
}
