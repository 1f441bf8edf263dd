// What the lists of errors have in common.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup.mjs";

export const catalog = JSON.parse(readFileSync(join(root, "renderer/i18n/en.json"), "utf8"));

/** What messages mean that the catalog only names, and what to do where it does not say so; by section of the page. */
export const meanings = JSON.parse(readFileSync(new URL("error-meanings.json", import.meta.url), "utf8"));

/** Words as a page shows them: what is put in is an ellipsis, and nothing of it is Markdown or HTML. */
export const shown = (text) =>
  text.replaceAll(/\{\{[^}]*\}\}/g, "…").replaceAll(/[\\`*_[\]<>|{}]/g, (sign) => `&#${sign.charCodeAt(0)};`);
