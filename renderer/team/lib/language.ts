import { useSyncExternalStore } from "react";

const key = "punchcard.language";
/** Names in their own language. */
export const languages = { en: "English", de: "Deutsch", pl: "Polski" } as const;
export type Language = keyof typeof languages;

const isLanguage = (text: string | null): text is Language => text !== null && text in languages;
const short = (tag: string) => tag.slice(0, 2).toLowerCase();

/** Browsers that keep nothing for sites throw here. */
function kept(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

let chosen: string | null = null;
const listeners = new Set<() => void>();

/** BCP 47 tag: what the person chose, else the first of the browser's languages that we speak, with its region. */
export function chosenLanguage(): string {
  const own = chosen ?? kept();
  const spoken = navigator.languages.filter((tag) => isLanguage(short(tag)));
  if (isLanguage(own)) return spoken.find((tag) => short(tag) === own) ?? own;
  return spoken[0] ?? "en";
}

export function chooseLanguage(language: Language): void {
  chosen = language;
  try {
    localStorage.setItem(key, language);
  } catch {
    // Then it holds until the page is left.
  }
  for (const listener of listeners) listener();
}

export const useChosenLanguage = () =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, chosenLanguage);
