import { z } from "zod";
import { quote } from "../../../domain/quote";
import type { HttpRequest } from "../../http/client";
import type { Explained } from "../../http/errors";
import { ourFieldName } from "../mapping/entry-form";
import { formError } from "./wire";

/** A period that is closed; the text is in the person's language, and Kimai gives no code beside it. */
const lockedWords =
  /\block|gesperr|abgeschlossen|zablok|zamkni|verrouill|bloque|blocc|blocat|geblokkeerd|vergrendel|l[åa]st\b|lukit|zárol|заблок|заключ|zaključ|zaklenj|zamč|uzamk|kilit|锁定|鎖定/i;

/** Reads a form's error tree (§3.2): messages by our field names; fields that were sent but not offered are named. */
function explainForm(body: unknown, request: HttpRequest): Explained | undefined {
  const parsed = formError.safeParse(body);
  if (!parsed.success) return undefined;
  const { errors: global = [], children } = parsed.data.errors;
  const fields: Record<string, string> = {};
  for (const [wire, { errors = [] }] of Object.entries(children))
    if (errors.length > 0) fields[ourFieldName(wire)] = errors.map((text) => quote(text, 200)).join(" ");
  // Kimai does not say which field is too many, and its words are translated: what was sent and is not listed is it.
  const sent = request.body !== null && typeof request.body === "object" ? Object.keys(request.body) : [];
  const extra = sent.filter((wire) => !(wire in children)).map(ourFieldName);
  for (const field of extra) fields[field] = "Your Kimai role, or this Kimai's settings, do not let you set this.";
  const general = extra.length > 0 ? [] : global.map((text) => quote(text, 200));
  const words = [...general, ...Object.entries(fields).map(([field, text]) => `${field}: ${text}`)].join(" ");
  const locked = lockedWords.test(fields.begin ?? "") || general.some((text) => lockedWords.test(text));
  return {
    kind: extra.length > 0 ? "forbidden" : locked ? "locked" : "invalid",
    message: words === "" ? "Kimai refuses these values." : `Kimai refuses this. ${words}`,
    fields,
    next: locked
      ? "The period is closed; ask the administrator of your Kimai to open it."
      : extra.length > 0
        ? `Leave out ${extra.join(", ")}.`
        : undefined,
  };
}

const general = z.object({ code: z.number().optional(), message: z.string() });

/** Kimai refuses with its own `code` and `message`, and a bad token with an empty 401 that names the scheme (kimai-api.md §3.1, §3.2). */
export function isOwnRefusal(status: number, body: unknown, header: (name: string) => string | null): boolean {
  // It has no limit of requests, and no time limit of its own.
  if (status === 408 || status === 429) return false;
  if (status === 401 && body === null) return /invalid_token/.test(header("www-authenticate") ?? "");
  const refusal = general.safeParse(body);
  if (!refusal.success) return false;
  const { code, message } = refusal.data;
  return code === status || (status === 403 && message === "Invalid credentials");
}

/** Kimai's error answers in our words; undefined leaves the general reading of the status. */
export function explain(status: number, body: unknown, request: HttpRequest): Explained | undefined {
  if (status === 400) return explainForm(body, request);
  return undefined;
}
