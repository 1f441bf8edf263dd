import { InputError } from "#core/domain/errors";
import { type Block, mayBeOurs } from "../blocks";
import { type Exact, withoutExact } from "../owned-range";

interface Line {
  at: number;
  end: number;
  text: string;
  /** -1: blank, or a comment. */
  indent: number;
}

function linesOf(text: string): Line[] {
  let at = 0;
  return text.split(/(?<=\n)/).map((whole) => {
    const line = { at, end: at + whole.length, text: whole, indent: /^ *(?=[^\s#])/.exec(whole)?.[0].length ?? -1 };
    at = line.end;
    return line;
  });
}

const keyIn = (line: string) =>
  /^ *(?:"([^"]*)"|'([^']*)'|([^\s"'#:][^:]*?)) *:(?=\s|$)/.exec(line)?.slice(1).find(Boolean);

/**
 * Entries of the block `container` in a text that need not be YAML as a whole, by their indentation alone.
 * @param readAlone the entry in a document that holds only the container and it; throws an InputError where it cannot be read
 */
export function yamlBlocks(text: string, container: string, readAlone: (document: string) => unknown): Block[] {
  const lines = linesOf(text);
  // The whole document may be indented.
  const edge = lines.find(({ indent, text: line }) => indent >= 0 && !/^(?:%|---)/.test(line))?.indent ?? 0;
  const top = lines.findIndex(({ indent, text: line }) => indent === edge && keyIn(line) === container);
  const holder = lines[top];
  if (!holder) return [];
  const below = lines.findIndex(({ indent }, index) => index > top && indent >= 0 && indent <= edge);
  const inside = lines.slice(top + 1, below === -1 ? undefined : below);
  const step = inside.find(({ indent }) => indent > 0)?.indent;
  const starts = inside.filter(({ indent }) => indent === step);
  const colon = holder.at + holder.text.indexOf(":") + 1;

  return starts.flatMap((start, index) => {
    const to = starts[index + 1]?.at ?? inside.at(-1)?.end ?? start.end;
    const own = inside.filter(({ at }) => at >= start.at && at < to);
    while (own.at(-1)?.indent === -1) own.pop();
    const range: [number, number] = [start.at, own.at(-1)?.end ?? start.end];
    const name = keyIn(start.text);
    if (!name || !mayBeOurs(text.slice(...range))) return [];
    const without = (exact: Exact | null) => {
      const [at, end] = range;
      const gone = withoutExact(text, exact ?? { at, text: text.slice(at, end) });
      // The container itself may have been ours; a name that is left without a value says `{}`, as Goose wants it.
      const emptied = starts.length === 1 && (exact?.at ?? at) >= colon;
      return emptied ? `${gone.slice(0, colon)} {}${gone.slice(colon)}` : gone;
    };
    return [{ name, range, without, value: valueAlone(`${container}:\n${text.slice(...range)}`, readAlone) }];
  });
}

function valueAlone(document: string, read: (document: string) => unknown): unknown {
  try {
    return read(document);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
