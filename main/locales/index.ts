import i18next, { type TFunction } from "i18next";
import type { Settings } from "#core/platform/settings";
import de from "./de.json";
import en from "./en.json";
import pl from "./pl.json";

/** Words of tray, notifications and dialogs; windows have their own. */
export type Translate = TFunction;

const languages = ["en", "de", "pl"] as const;
export type Language = (typeof languages)[number];

/** @param system BCP 47 tags of the system, most wanted first. */
export function languageOf(wanted: Settings["ui"]["language"], system: readonly string[]): Language {
  if (wanted !== "system") return wanted;
  for (const tag of system) {
    const found = languages.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (found) return found;
  }
  return "en";
}

export function translator(language: Language): Translate {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language,
    fallbackLng: "en",
    initAsync: false,
    resources: { en: { translation: en }, de: { translation: de }, pl: { translation: pl } },
    // Native menus show text as it is.
    interpolation: { escapeValue: false },
  });
  return instance.t;
}
