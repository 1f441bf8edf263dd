// The messages of the windows, from their catalog: the words, what they mean, and what to do.
import { catalog, meanings, shown } from "./error-text.mjs";

/** Parts of the catalog that are messages about something that went wrong. */
const sections = ["failure", "updates.problem", "keys.problem", "clients.why", "asides"];
/** What has words of its own beside the services. */
const others = { signed_in: "an account that is signed in", on_server: "a team server" };
/** The same failure in the words of one service, or of one of the others. */
const suffix = new RegExp(`_(${[...Object.keys(catalog.service), ...Object.keys(others)].join("|")})$`);

const at = (path) => path.split(".").reduce((part, key) => part?.[key], catalog);
const sentences = (text) => /^(.*?[.!?])(?: (.+))?$/s.exec(text)?.slice(1) ?? [text];

/** One message: a title with advice, a title with what happened, or sentences of which the first is the title. */
function messageOf(entry) {
  if (typeof entry !== "string") return { words: entry.title, means: entry.what, next: entry.next };
  const [words, next] = sentences(entry);
  return { words: words.replace(/\.$/, ""), next };
}

/** All messages by key (`failure.offline`); `variants` are the same in the words of one service. */
function messages() {
  const found = new Map();
  for (const section of sections)
    for (const [name, entry] of Object.entries(at(section))) {
      // The rest of the section are words that surround its messages.
      const isMessage = section === "asides" ? typeof entry !== "string" : typeof entry === "string" || entry.title;
      if (!isMessage) continue;
      const base = section === "failure" && name.match(suffix) ? name.replace(suffix, "") : name;
      const known = found.get(`${section}.${base}`);
      const message = messageOf(entry);
      if (known && base !== name) known.variants.push({ of: name.match(suffix)[1], ...message });
      else if (section !== "failure" || typeof entry !== "string")
        found.set(`${section}.${name}`, { ...message, variants: [] });
    }
  return found;
}

const nameOf = (variant) => others[variant] ?? catalog.service[variant].name;

function article(key, message, given) {
  const { means = message.means, next = message.next } = typeof given === "string" ? { means: given } : given;
  if (!means || !next) throw new Error(`error-meanings.json: ${key} lacks what it means, or what to do`);
  const variants = message.variants.map(({ of, words, next: advice }) => {
    const title = words === message.words ? "" : ` “${shown(words)}”.`;
    return `- With ${nameOf(of)}:${title} ${shown(advice)}`;
  });
  return [`### ${shown(message.words)}`, shown(means), `**What to do:** ${shown(next)}`, variants.join("\n")]
    .filter(Boolean)
    .join("\n\n");
}

/**
 * @param said `{ section: { key: what it means, or { means, next } } }`
 * @returns Markdown: a section for each of error-meanings.json, an article for each message
 * @throws where a message has no meaning there, or a meaning no message
 */
export function windowErrors(said = meanings) {
  const left = messages();
  const text = Object.entries(said).map(([title, entries]) => {
    const articles = Object.entries(entries).map(([key, given]) => {
      const message = left.get(key);
      if (!message) throw new Error(`error-meanings.json: ${key} is no message of renderer/i18n/en.json`);
      left.delete(key);
      return article(key, message, given);
    });
    return [`## ${title}`, ...articles].join("\n\n");
  });
  if (left.size > 0)
    throw new Error(`error-meanings.json does not say what these mean: ${[...left.keys()].join(", ")}`);
  return text.join("\n\n");
}
