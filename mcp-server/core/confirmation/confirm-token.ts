import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { PreviewLine } from "../domain/question/lines";
import type { PendingAction } from "../domain/question/question";
import { confirmSeconds } from "./token-rules";

export const randomKey = () => randomBytes(32);

/** Same arguments, same text, whatever the order of their names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}
const hash = (value: unknown) => createHash("sha256").update(canonical(value)).digest("base64url");

/** What the person is shown (its text and its parts), and what the call would act on, as they were read for the question. */
export const seenIn = ({
  preview,
  targets,
}: {
  preview: readonly PreviewLine[];
  targets: readonly unknown[];
}): string => hash([preview, targets]);

export function digestOf({ tool, account, input, seen }: PendingAction): string {
  const { confirm: _confirm, account: _account, ...rest } = input;
  return hash([tool, account, rest, ...(seen === undefined ? [] : [seen])]);
}

/**
 * Tokens by which a client without a dialog of its own says that its person agreed: bound to one act, to this process
 * and to five minutes, and good for one call.
 */
export class ConfirmTokens {
  private readonly used = new Map<string, { at: number; by: object }>();
  constructor(
    private readonly key: Buffer,
    private readonly now: () => number = Date.now,
  ) {}

  private mac = (body: string) => createHmac("sha256", this.key).update(body).digest("base64url");

  /**
   * @param agreed digests of what the same call was allowed before
   * @param at when that call was made first, milliseconds since 1970
   */
  issue(action: PendingAction, agreed: readonly string[] = [], at = this.now()): string {
    const nonce = randomBytes(9).toString("base64url");
    const body = [at.toString(36), nonce, [...agreed, digestOf(action)].join("~")].join(".");
    return `${body}.${this.mac(body)}`;
  }

  private open(token: string) {
    const [at = "", nonce = "", digests = "", mac = "", ...more] = token.split(".");
    const wanted = Buffer.from(this.mac([at, nonce, digests].join(".")));
    const given = Buffer.from(mac);
    if (more.length > 0 || wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null;
    return { at: Number.parseInt(at, 36), nonce, digests: digests.split("~") };
  }

  /** When the call of this token was made first; null: it is none of ours. */
  since = (token: string): number | null => this.open(token)?.at ?? null;

  /**
   * Uses the token up, for one call.
   * @param by the call; it may ask about several acts
   * @returns `next`: this call used it already, and this act is a further question
   */
  redeem(token: string, action: PendingAction, by: object): "ok" | "wrong" | "expired" | "used" | "next" {
    const opened = this.open(token);
    if (!opened) return "wrong";
    if (!opened.digests.includes(digestOf(action))) return this.used.get(opened.nonce)?.by === by ? "next" : "wrong";
    if (opened.at + confirmSeconds * 1000 < this.now()) return "expired";
    return this.spend(opened.nonce, by);
  }

  /** Also for the sealed state of a dialog: one yes, one call. */
  spend(nonce: string, by: object): "ok" | "used" {
    const now = this.now();
    for (const [old, { at }] of this.used) if (at < now - 2 * confirmSeconds * 1000) this.used.delete(old);
    const before = this.used.get(nonce);
    if (before) return before.by === by ? "ok" : "used";
    this.used.set(nonce, { at: now, by });
    return "ok";
  }
}
