import { createHash } from "node:crypto";
import type { Language } from "./words";

/** Plain on purpose: no script, no image, no font; readable on a phone and in the dark. */
const style = `:root{color-scheme:light dark}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}
main{max-width:34rem;margin:0 auto;padding:2rem 1.25rem}
h1{font-size:1.375rem;line-height:1.25;margin:0 0 1rem}
fieldset{border:1px solid GrayText;border-radius:.5rem;margin:1rem 0;padding:.75rem 1rem}
legend{font-weight:600;padding:0 .25rem}
label{display:block;padding:.25rem 0}
label.off{color:GrayText}
small{display:block;margin-left:1.75rem}
dt{color:GrayText}
dd{margin:0 0 .5rem;overflow-wrap:anywhere}
input[type=email],input[type=password],select{font:inherit;width:100%;padding:.5rem;border:1px solid GrayText;border-radius:.375rem}
button{font:inherit;padding:.5rem 1.25rem;border-radius:.375rem;border:1px solid GrayText;min-height:2.75rem}
button[value=allow],button.main{background:#0b5cad;border-color:#0b5cad;color:#fff}
.warning{border-left:.25rem solid #b35900;padding-left:.75rem}
.actions{display:flex;gap:.75rem;margin-top:1.25rem}
:focus-visible{outline:3px solid #0b5cad;outline-offset:2px}`;

/** Allows this style and no other. */
export const styleHash = createHash("sha256").update(style).digest("base64");

const marks: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text as HTML shows it, also inside quotes. */
export const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (mark) => marks[mark] ?? mark);

/** @param body HTML */
export const layout = (language: Language, title: string, body: string): string =>
  `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head><body><main><h1>${escaped(title)}</h1>${body}</main></body></html>`;
