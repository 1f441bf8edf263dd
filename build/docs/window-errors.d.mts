type Meaning = string | { means?: string; next?: string };
/** What messages mean, by section of the page and by key of the catalog. */
export type Meanings = Record<string, Record<string, Meaning>>;
/** Markdown of the page's list of messages; @throws where a message lacks its meaning, or a meaning its message. */
export function windowErrors(said?: Meanings): string;
