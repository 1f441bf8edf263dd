import { z } from "zod";
import { messageText } from "#core/messages/schema";
import { failure } from "./failure";
import { nothing } from "./fields";

const clientState = z.enum([
  "not_installed",
  "not_registered",
  "registered",
  "needs_update",
  "disabled_by_user",
  "blocked_by_policy",
  "removed_by_client",
  "foreign",
  "unreadable",
  "snippet_only",
]);

/** Why a client is in its state, where the windows have words of their own for it. */
const clientWhy = z.enum([
  "company",
  "foreign",
  "rewritten",
  "discontinued",
  "some_files",
  "another",
  "launch_missing",
  "switched_off",
  "hard_link",
]);
export type ClientWhy = z.infer<typeof clientWhy>;

export const clientView = z.object({
  id: z.string(),
  label: z.string(),
  state: clientState,
  /** Why, in a sentence, for the states that need one. */
  reason: messageText.nullable(),
  /** The same as `reason`, for words in the person's language; missing where only `reason` tells. */
  why: z.array(clientWhy).optional(),
  file: z.string().nullable(),
  /** The client must be quit before, or restarted after, a change. */
  running: z.boolean(),
  needsRestart: z.boolean(),
  /** When a client that rewrites its own file was seen to run with the entry in it. */
  seenAt: z.string().nullable(),
  canRegister: z.boolean(),
  canUnregister: z.boolean(),
  /** The client has an address with which it installs the entry itself, after asking. */
  canOpen: z.boolean(),
});
export type ClientView = z.infer<typeof clientView>;

/** `offered`: there is a file to save that this computer's Claude Desktop can install. */
const extensionView = z.object({ state: z.enum(["none", "offered", "installed"]) });
export type ExtensionView = z.infer<typeof extensionView>;

const clientPlan = z.object({
  clientId: z.string(),
  action: z.enum(["register", "update", "unregister", "nothing"]),
  file: z.string(),
  /** Lines around and in the change; values under env and headers are masked. */
  diff: z.array(z.object({ kind: z.enum(["same", "add", "remove"]), text: z.string() })),
  /** What may follow that is not in the file. `codex_projects`: projects that only switch our entry on fail without it. */
  notes: z.array(z.enum(["codex_projects"])),
  /** Why nothing can be written, with what to do instead. */
  refusal: failure.nullable(),
});
export type ClientPlan = z.infer<typeof clientPlan>;

/** What became of one client when all entries were taken out. */
const clientRemoval = z.object({ clientId: z.string(), label: z.string(), failure: failure.nullable() });
export type ClientRemoval = z.infer<typeof clientRemoval>;

const snippet = z.object({
  id: z.string(),
  label: z.string(),
  language: z.string(),
  text: z.string(),
  where: z.string(),
});
export type Snippet = z.infer<typeof snippet>;

/** AI clients on this computer, and the entries in their files. */
export const clientChannels = {
  "clients:list": { request: nothing, response: z.array(clientView) },
  /** Without `action`: what a click on the client's button would do now. */
  "clients:plan": {
    request: z.object({ clientId: z.string().max(60), action: z.enum(["register", "unregister"]).optional() }),
    response: clientPlan,
  },
  "clients:register": { request: z.object({ clientId: z.string().max(60) }), response: clientView },
  "clients:unregister": { request: z.object({ clientId: z.string().max(60) }), response: clientView },
  "clients:unregisterAll": { request: nothing, response: z.array(clientRemoval) },
  /** Has the client install the entry itself; the address is made in main. */
  "clients:open": { request: z.object({ clientId: z.string().max(60) }), response: nothing },
  /** While on, `clients:changed` tells of what happens to the clients' files. Ends with the page that asked. */
  "clients:watch": { request: z.object({ on: z.boolean() }), response: nothing },
  "clients:reveal": { request: z.object({ clientId: z.string().max(60) }), response: nothing },
  /** Claude Desktop's other way in. */
  "clients:extension": { request: nothing, response: extensionView },
  /** Asks where, writes the extension there and shows it in its folder. */
  "clients:saveExtension": { request: nothing, response: z.object({ saved: z.boolean() }) },
  "clients:snippets": { request: nothing, response: z.array(snippet) },
  "clipboard:copy": { request: z.object({ text: z.string().max(100_000) }), response: nothing },
} as const;
