import { createHash } from "node:crypto";

/** What a browser is shown where a client's request cannot even be asked about. Plain, because no page of ours is meant. */
const texts = {
  en: {
    title: "This request cannot be answered",
    what: "Something about it is not as it should be, so nothing was allowed. Start again in your AI program.",
  },
  de: {
    title: "Diese Anfrage lässt sich nicht beantworten",
    what: "Etwas daran stimmt nicht, deshalb wurde nichts zugelassen. Beginnen Sie in Ihrem KI-Programm noch einmal.",
  },
  pl: {
    title: "Na tę prośbę nie można odpowiedzieć",
    what: "Coś się w niej nie zgadza, więc na nic nie wyrażono zgody. Zacznij od nowa w swoim programie AI.",
  },
};
type Language = keyof typeof texts;

const style = `:root{color-scheme:light dark}
body{margin:0;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:34rem;margin:0 auto;padding:2rem 1.25rem;overflow-wrap:anywhere}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 1rem}`;

/** Lets the page have its style and nothing else. */
export const errorPagePolicy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;

const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);

/** @param accepted the browser's `Accept-Language` @param detail for those who look into it */
export function errorPage(accepted: string, detail: string): string {
  const language = languageOf(accepted);
  const { title, what } = texts[language];
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${what}</p><p><small>${escaped(detail)}</small></p></main></body></html>`;
}

/** The first language of the header that we have; English where there is none. */
function languageOf(header: string): Language {
  const wanted = header.split(",").map((entry) => {
    const [tag = "", ...rest] = entry.trim().split(";");
    const weight = /^q=([\d.]+)$/.exec(rest[0]?.trim() ?? "")?.[1];
    return { language: tag.slice(0, 2).toLowerCase(), weight: weight === undefined ? 1 : Number(weight) };
  });
  const ranked = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight);
  for (const { language } of ranked) if (language in texts) return language as Language;
  return "en";
}
