import { z } from "zod";
import type { Grant } from "../oauth/grants";
import { covers, type Level, levels } from "../oauth/levels";

/**
 * `computer`: a program on the person's computer, whatever it says of itself; `document`: it has an identity document on a
 * host of its own; `named`: nothing of it is known but the name that it gave itself.
 */
const clientKinds = ["document", "computer", "named"] as const;
type ClientKind = (typeof clientKinds)[number];

export const kindBounds = z.partialRecord(z.enum(clientKinds), z.enum(["refuse", ...levels]));
type KindBounds = z.output<typeof kindBounds>;

const loopback = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

export function kindOfClient({ id, redirectHost }: Pick<Grant["client"], "id" | "redirectHost">): ClientKind {
  // A scheme of its own ends with its colon.
  if (redirectHost.endsWith(":") || loopback.test(redirectHost)) return "computer";
  return id.startsWith("https://") ? "document" : "named";
}

/** What the company lets a client of this kind do at most; null: nothing. */
export function levelOfKind(bounds: KindBounds | undefined, client: Parameters<typeof kindOfClient>[0]): Level | null {
  const most = bounds?.[kindOfClient(client)] ?? "everything";
  return most === "refuse" ? null : most;
}

/** The levels that its kind is not allowed. */
export const levelsBeyond = (most: Level | null): Level[] =>
  levels.filter((level) => most === null || !covers(most, level));
