import type { Catalog, Language, MessageData } from "#core/messages/catalog";
import { render } from "#core/messages/render";

const loaders = {
  en: async (): Promise<Catalog> => (await import("#core/messages/en/index")).en,
  de: async (): Promise<Catalog> => (await import("#core/messages/de/index")).de,
  pl: async (): Promise<Catalog> => (await import("#core/messages/pl/index")).pl,
} satisfies Record<Language, () => Promise<Catalog>>;
const catalogs = new Map<string, Catalog>();
const isLanguage = (language: string): language is Language => Object.hasOwn(loaders, language);

/** Loads the messages of the server in a language. */
export async function loadMessages(language: string): Promise<void> {
  if (isLanguage(language) && !catalogs.has(language)) catalogs.set(language, await loaders[language]());
}

/** @returns undefined when the language is not loaded or lacks the code */
export function renderedMessage(language: string, message: MessageData): string | undefined {
  const catalog = catalogs.get(language);
  if (!catalog || !isLanguage(language) || !Object.hasOwn(catalog, message.code)) return undefined;
  return render(message, { language, catalog });
}
