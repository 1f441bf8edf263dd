import i18next from "i18next";
import { useEffect, useState } from "react";
import { initReactI18next } from "react-i18next";
import type en from "./en.json";
import { loadMessages } from "./messages";
import { loadSentences } from "./sentences";
import type team from "./team/en.json";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "translation";
    resources: { translation: typeof en; team: typeof team };
  }
}

/** Each language is a chunk of its own; a window loads the one in force. */
type Loaders = Record<string, () => Promise<{ default: object }>>;
const loaders: Loaders = {
  en: () => import("./en.json"),
  de: () => import("./de.json"),
  pl: () => import("./pl.json"),
};

/** Words that only some pages have, by the name of their catalog. */
const more = new Map<string, Loaders>();

/** To be called before `startI18n`. */
export const addWords = (name: "team", words: Loaders): void => void more.set(name, words);

const known = (tag: string) => {
  const short = tag.slice(0, 2).toLowerCase();
  return short in loaders ? short : "en";
};

export const i18n = i18next.createInstance();

async function load(tag: string): Promise<string> {
  const language = known(tag);
  for (const [name, words] of [["translation", loaders] as const, ...more]) {
    const loader = words[language];
    if (loader && !i18n.hasResourceBundle(language, name))
      i18n.addResourceBundle(language, name, (await loader()).default);
  }
  await Promise.all([loadMessages(language), loadSentences(language)]);
  return language;
}

export async function startI18n(tag: string): Promise<void> {
  await i18n.use(initReactI18next).init({
    resources: {},
    partialBundledLanguages: true,
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  await i18n.changeLanguage(await load(tag));
}

/**
 * Follows the language in force.
 * @param tag BCP 47 tag of the app's state.
 * @returns the tag to format with: the given one where it is of a language we speak, so that `en-GB` keeps its dates.
 */
export function useLanguage(tag: string): string {
  const [shown, setShown] = useState(i18n.language);
  useEffect(() => {
    void load(tag)
      .then((language) => i18n.changeLanguage(language).then(() => language))
      .then(setShown);
  }, [tag]);
  return tag.toLowerCase().startsWith(shown) ? tag : shown;
}
