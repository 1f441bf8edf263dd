import type { Catalog, MessageData } from "#core/messages/catalog";
import { render } from "#core/messages/render";
import { catalogLoaders, isLanguage } from "./message-catalogs";
import { wordsIn } from "./sentences";

const catalogs = new Map<string, Catalog>();

/** Loads the messages of the server in a language. */
export async function loadMessages(language: string): Promise<void> {
  if (isLanguage(language) && !catalogs.has(language)) catalogs.set(language, await catalogLoaders[language]());
}

/** Translates parameters that the server still sends as English text. */
function withWords({ code, params }: MessageData, language: string): MessageData {
  const convert = (value: unknown): unknown => {
    if (typeof value === "string") return wordsIn(language, value);
    if (Array.isArray(value)) return value.map(convert);
    return typeof value === "object" && value !== null ? withWords(value as MessageData, language) : value;
  };
  return { code, params: Object.fromEntries(Object.entries(params).map(([name, value]) => [name, convert(value)])) };
}

/** @returns undefined when the language is not loaded or lacks the code */
export function renderedMessage(language: string, message: MessageData): string | undefined {
  const catalog = catalogs.get(language);
  if (!catalog || !isLanguage(language) || !Object.hasOwn(catalog, message.code)) return undefined;
  return render(withWords(message, language), { language, catalog });
}
