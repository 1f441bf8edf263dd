import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { type Act, confirmSeconds } from "./act";

export const randomKey = () => randomBytes(32);

/** Same arguments, same text, whatever the order of their names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(",")}}`;
}

export function digestOf({ tool, account, input, seen }: Act): string {
  const { confirm: _confirm, account: _account, ...rest } = input;
  return createHash("sha256")
    .update(canonical([tool, account, rest, ...(seen === undefined ? [] : [seen])]))
    .digest("base64url");
}

/**
 * Tokens by which a client without a dialog of its own says that its person agreed: bound to one act, to this process
 * and to five minutes, and good for one use.
 */
export class ConfirmTokens {
  private readonly used = new Map<string, number>();
  constructor(
    private readonly key: Buffer,
    private readonly now: () => number = Date.now,
  ) {}

  private mac = (body: string, digest: string) =>
    createHmac("sha256", this.key).update(`${body}.${digest}`).digest("base64url");

  issue(act: Act): string {
    const expires = Math.floor(this.now() / 1000) + confirmSeconds;
    const body = `${expires.toString(36)}.${randomBytes(9).toString("base64url")}`;
    return `${body}.${this.mac(body, digestOf(act))}`;
  }

  /** Uses the token up. */
  redeem(token: string, act: Act): "ok" | "wrong" | "expired" | "used" {
    const [expires = "", nonce = "", mac = "", ...more] = token.split(".");
    const body = `${expires}.${nonce}`;
    const wanted = Buffer.from(this.mac(body, digestOf(act)));
    const given = Buffer.from(mac);
    if (more.length > 0 || wanted.length !== given.length || !timingSafeEqual(wanted, given)) return "wrong";
    const now = this.now() / 1000;
    if (Number.parseInt(expires, 36) < now) return "expired";
    return this.spend(nonce, now);
  }

  /** Also for the sealed state of a dialog: one yes, one act. */
  spend(nonce: string, now = this.now() / 1000): "ok" | "used" {
    for (const [old, at] of this.used) if (at < now - 2 * confirmSeconds) this.used.delete(old);
    if (this.used.has(nonce)) return "used";
    this.used.set(nonce, now);
    return "ok";
  }
}
