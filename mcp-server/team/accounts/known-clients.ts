import { z } from "zod";
import { isHost } from "#core/domain/address";
import type { Grant } from "../oauth/grants";
import { kindOfClient } from "./client-kinds";

/** AI clients that send people to hosts of their own, by the redirects that they use (ai-clients.md §8). */
const known = [
  { id: "claude", label: "Claude", hosts: ["claude.ai", "claude.com"] },
  { id: "chatgpt", label: "ChatGPT", hosts: ["chatgpt.com"] },
  { id: "cursor", label: "Cursor", hosts: ["cursor.com", "www.cursor.com"] },
  { id: "vscode", label: "VS Code", hosts: ["vscode.dev"] },
] as const;

/** Programs on a person's computer: each of them can say that it is any other, so they are one. */
const computer = "computer";
const ids: readonly string[] = [computer, ...known.map(({ id }) => id)];

/** As admins' pages show them. */
export const knownClients: readonly { id: string; label: string }[] = known.map(({ id, label }) => ({ id, label }));

/** Allow-list of AI clients for a group: ids of `known`, `computer`, and host names of others. Without a list all are allowed. */
export const clientList = z
  .array(
    z.string().refine((text) => ids.includes(text) || isHost(text), {
      message: "expected a host such as ai.example.com",
    }),
  )
  .max(50);

/**
 * Whether a group's list has this client. Goes by where the answer is sent: a name, and an identity document that others can
 * point to, prove nothing.
 */
export function isListed(
  list: readonly string[] | undefined,
  client: Pick<Grant["client"], "id" | "redirectHost">,
): boolean {
  if (list === undefined) return true;
  if (kindOfClient(client) === "computer") return list.includes(computer);
  const host = client.redirectHost.toLowerCase();
  return list.some(
    (one) => one === host || known.some(({ id, hosts }) => id === one && hosts.some((each) => each === host)),
  );
}
