import type { Catalog, Language } from "#core/messages/catalog";

/** Each language is a chunk of its own. */
export const catalogLoaders = {
  en: async (): Promise<Catalog> => (await import("#core/messages/en/index")).en,
  de: async (): Promise<Catalog> => (await import("#core/messages/de/index")).de,
  pl: async (): Promise<Catalog> => (await import("#core/messages/pl/index")).pl,
} satisfies Record<Language, () => Promise<Catalog>>;

export const isLanguage = (language: string): language is Language => Object.hasOwn(catalogLoaders, language);
