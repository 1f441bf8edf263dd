import { isDeepStrictEqual } from "node:util";
import { refusal } from "../../refusal";
import { isRecord, serverName } from "../../server-entry";
import { type OpenedText, provenEditor } from "../editor";
import { eolOf } from "../text";
import { tomlBlocks } from "./blocks";
import { patched, reach, without } from "./edits";
import { maskToml } from "./mask";
import { pathOf, readToml, type TomlSection, tomlData } from "./parse";
import { tomlServer } from "./write";

const container = "mcp_servers";

/**
 * Codex's `config.toml`: servers are tables below `mcp_servers` (reference/ai-clients.md §1.7, §3.4). A new one is text
 * at the end of the file, which is legal behind any other statement. A server written in another way (inline, with dots)
 * is left alone.
 */
export const tomlEditor = provenEditor({
  open: openToml,
  mask: maskToml,
  blocks: (text) => tomlBlocks(text, container),
});

const isOf = (name: string) => (section: TomlSection) => section.path[0] === container && section.path[1] === name;

function openToml(text: string): OpenedText {
  const eol = eolOf(text);
  const toml = readToml(text);
  const { sections } = toml;
  const isOneValue =
    sections.some(({ path, isArray }) => isArray && path.length === 1 && path[0] === container) ||
    sections[0]?.pairs.some((pair) => isDeepStrictEqual(pathOf(pair), [container]));
  const servers = tomlData(text, toml)[container] ?? {};
  if (isOneValue || !isRecord(servers))
    throw refusal("client_wrong_type", `"${container}" is written as one value, to which no table can be added.`);
  if (Object.hasOwn(servers, serverName)) sectionsOf(serverName); // Refuses what cannot be changed before it is shown.

  /** Those of one server, the one with the command first. */
  function sectionsOf(name: string): [TomlSection, ...TomlSection[]] {
    const own = sections.filter(isOf(name));
    const main = own.find(({ path, isArray }) => path.length === 2 && !isArray);
    if (!main)
      throw refusal(
        "client_wrong_type",
        `"${container}.${name}" is not written as a table of its own, as Punchcard would change it.`,
      );
    return [main, ...own.filter((section) => section !== main)];
  }

  return {
    entries: Object.entries(servers).map(([name, value]) => ({ name, value })),
    others: (name) =>
      JSON.stringify(
        sections
          .filter((section) => !isOf(name)(section))
          .map(({ header, pairs }) => [
            header && text.slice(...header),
            pairs.map(({ range }) => text.slice(...range)),
          ]),
      ),
    insertion(name, entry) {
      const block = tomlServer(name, entry).map((line) => line + eol);
      const ends = text === "" || text.endsWith("\n");
      const apart = text.trim() === "" || /\n[ \t]*\r?\n$/.test(text);
      const written = (ends ? "" : eol) + (apart ? "" : eol) + block.join("");
      return { edit: { at: text.length, end: text.length, text: written }, createdContainer: false };
    },
    patched: (name, wanted) => patched(text, sectionsOf(name), wanted),
    range: (name) => reach(text, sectionsOf(name)),
    without: (name) => without(text, sections, sectionsOf(name)),
  };
}
