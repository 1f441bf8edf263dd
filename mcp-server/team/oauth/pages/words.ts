import type { LockReason } from "../../api/contract";
import type { Level } from "../levels";

const languages = ["en", "de", "pl"] as const;

export type Language = (typeof languages)[number];

export interface Words {
  signIn: string;
  email: string;
  password: string;
  wrongPassword: string;
  locked: (minutes: number) => string;
  asks: (name: string) => string;
  program: string;
  identity: string;
  notChecked: string;
  answerGoesTo: string;
  you: string;
  notYou: string;
  isNew: string;
  isLocal: string;
  understood: string;
  mayDo: string;
  levels: Record<Level, [string, string]>;
  locks: Record<LockReason, string>;
  accounts: string;
  allAccounts: string;
  lasts: string;
  days: (count: number) => string;
  allow: string;
  deny: string;
  over: string;
  overText: string;
  refused: string;
  refusedText: string;
  chooseAgain: string;
}

const en: Words = {
  signIn: "Sign in to Punchcard",
  email: "Email",
  password: "Password",
  wrongPassword: "Email or password is wrong.",
  locked: (minutes) => `Too many tries. Try again in ${minutes} min.`,
  asks: (name) => `${name} wants to use your time tracking`,
  program: "Calls itself",
  identity: "Its address",
  notChecked: "not checked: anybody can claim this name",
  answerGoesTo: "Sends you to",
  you: "You are",
  notYou: "Not you? Sign out",
  isNew: "You have not let this program in before.",
  isLocal: "This is a program on your computer. Allow it only if you just started it yourself.",
  understood: "I started this program myself",
  mayDo: "What it may do",
  levels: {
    read: ["Look", "sees your times, projects and absences"],
    track: ["Track", "also clocks in and out, books and changes your own time"],
    manage: ["Manage", "also projects, customers and the times of others, where you may"],
    everything: ["Everything", "all that you may do yourself"],
  },
  locks: {
    asked_less: "The program did not ask for this.",
    group: "Your group does not allow this.",
    company: "Your company does not allow this.",
  },
  accounts: "Accounts",
  allAccounts: "all of mine",
  lasts: "For how long",
  days: (count) => (count === 1 ? "1 day" : `${count} days`),
  allow: "Allow",
  deny: "Deny",
  over: "This request is over",
  overText: "It was answered already, took too long, or was begun in another browser. Start again in your AI program.",
  refused: "This request cannot be answered",
  refusedText: "Something about it is not as it should be, so nothing was allowed. Start again in your AI program.",
  chooseAgain: "Go back and choose again.",
};

const de: Words = {
  signIn: "Bei Punchcard anmelden",
  email: "E-Mail",
  password: "Passwort",
  wrongPassword: "E-Mail oder Passwort stimmt nicht.",
  locked: (minutes) => `Zu viele Versuche. Versuchen Sie es in ${minutes} Min. noch einmal.`,
  asks: (name) => `${name} möchte Ihre Zeiterfassung nutzen`,
  program: "Nennt sich",
  identity: "Adresse",
  notChecked: "nicht geprüft: diesen Namen kann jeder angeben",
  answerGoesTo: "Schickt Sie zu",
  you: "Sie sind",
  notYou: "Nicht Sie? Abmelden",
  isNew: "Dieses Programm haben Sie noch nie zugelassen.",
  isLocal: "Das ist ein Programm auf Ihrem Computer. Lassen Sie es nur zu, wenn Sie es gerade selbst gestartet haben.",
  understood: "Ich habe dieses Programm selbst gestartet",
  mayDo: "Was es darf",
  levels: {
    read: ["Ansehen", "sieht Ihre Zeiten, Projekte und Abwesenheiten"],
    track: ["Erfassen", "stempelt auch ein und aus, bucht und ändert Ihre eigene Zeit"],
    manage: ["Verwalten", "auch Projekte, Kunden und Zeiten anderer, soweit Sie das dürfen"],
    everything: ["Alles", "alles, was Sie selbst dürfen"],
  },
  locks: {
    asked_less: "Das Programm hat nicht darum gebeten.",
    group: "Ihre Gruppe erlaubt das nicht.",
    company: "Ihre Firma erlaubt das nicht.",
  },
  accounts: "Konten",
  allAccounts: "alle meine",
  lasts: "Wie lange",
  days: (count) => (count === 1 ? "1 Tag" : `${count} Tage`),
  allow: "Zulassen",
  deny: "Ablehnen",
  over: "Diese Anfrage ist vorbei",
  overText:
    "Sie wurde schon beantwortet, hat zu lange gedauert oder in einem anderen Browser begonnen. Beginnen Sie in Ihrem KI-Programm noch einmal.",
  refused: "Diese Anfrage lässt sich nicht beantworten",
  refusedText:
    "Etwas daran stimmt nicht, deshalb wurde nichts zugelassen. Beginnen Sie in Ihrem KI-Programm noch einmal.",
  chooseAgain: "Gehen Sie zurück und wählen Sie noch einmal.",
};

const pl: Words = {
  signIn: "Zaloguj się do Punchcard",
  email: "E-mail",
  password: "Hasło",
  wrongPassword: "E-mail lub hasło się nie zgadza.",
  locked: (minutes) => `Za dużo prób. Spróbuj ponownie za ${minutes} min.`,
  asks: (name) => `${name} chce korzystać z Twojej ewidencji czasu`,
  program: "Przedstawia się jako",
  identity: "Adres",
  notChecked: "niesprawdzone: każdy może podać tę nazwę",
  answerGoesTo: "Odsyła Cię do",
  you: "Konto",
  notYou: "To nie Ty? Wyloguj się",
  isNew: "Ten program nie miał jeszcze Twojej zgody.",
  isLocal: "To program na Twoim komputerze. Zgódź się tylko wtedy, gdy przed chwilą został przez Ciebie uruchomiony.",
  understood: "Ten program uruchomiłem lub uruchomiłam samodzielnie",
  mayDo: "Co mu wolno",
  levels: {
    read: ["Podgląd", "widzi Twój czas, projekty i nieobecności"],
    track: ["Rejestrowanie", "także zaczyna i kończy pracę, zapisuje i zmienia Twój własny czas"],
    manage: ["Zarządzanie", "także projekty, klienci i czas innych osób, o ile masz do tego prawo"],
    everything: ["Wszystko", "wszystko, co wolno Tobie"],
  },
  locks: {
    asked_less: "Program o to nie prosił.",
    group: "Twoja grupa na to nie pozwala.",
    company: "Twoja firma na to nie pozwala.",
  },
  accounts: "Konta",
  allAccounts: "wszystkie moje",
  lasts: "Na jak długo",
  days: (count) => (count === 1 ? "1 dzień" : `${count} dni`),
  allow: "Zgoda",
  deny: "Odmowa",
  over: "Ta prośba jest już nieaktualna",
  overText:
    "Jest już odpowiedź, minął czas albo prośba zaczęła się w innej przeglądarce. Zacznij od nowa w swoim programie AI.",
  refused: "Na tę prośbę nie można odpowiedzieć",
  refusedText: "Coś się w niej nie zgadza, więc na nic nie wyrażono zgody. Zacznij od nowa w swoim programie AI.",
  chooseAgain: "Wróć i wybierz ponownie.",
};

const all: Record<Language, Words> = { en, de, pl };

export const wordsIn = (language: Language): Words => all[language];

/** The first language of the header that we have; English where there is none. */
export function languageOf(header: string | undefined): Language {
  const wanted = (header ?? "").split(",").map((entry) => {
    const [tag = "", ...rest] = entry.trim().split(";");
    const weight = /^q=([\d.]+)$/.exec(rest[0]?.trim() ?? "")?.[1];
    return { language: tag.slice(0, 2).toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
  });
  const ranked = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { language } of ranked) {
    const known = languages.find((one) => one === language);
    if (known) return known;
  }
  return "en";
}
