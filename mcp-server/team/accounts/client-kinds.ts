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
  return hasDocument({ id }) ? "document" : "named";
}

const hasDocument = ({ id }: Pick<Grant["client"], "id">) => id.startsWith("https://");

/** What the company lets a client of this kind do at most; null: nothing. Where nothing is set, a client without an identity document tracks time. */
export function levelOfKind(bounds: KindBounds | undefined, client: Parameters<typeof kindOfClient>[0]): Level | null {
  const most = bounds?.[kindOfClient(client)] ?? (hasDocument(client) ? "everything" : "track");
  return most === "refuse" ? null : most;
}

/** The levels that its kind is not allowed. */
export const levelsBeyond = (most: Level | null): Level[] =>
  levels.filter((level) => most === null || !covers(most, level));
