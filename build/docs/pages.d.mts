/** A document's Markdown with its links as they are on the site. */
export function linksOfSite(markdown: string, document: string, source?: string): string;
/** Markdown of all pages by their paths. */
export function sitePages(source?: string): Map<string, string>;
