import { hostname } from "node:os";
import type { Clock, Database } from "../store/database";
import { holderOf, withLease } from "../store/lease";

/** Somebody else rotates keys at this moment. */
export class RotationUnderWay extends Error {
  override readonly name = "RotationUnderWay";
}

/** Where a rotation was begun: with the button on the page, or by the command. */
type Begun = "page" | "command";

const name = "rotate keys";
/** Milliseconds; one that was killed is waited for as long. */
const longest = 15 * 60_000;

/** One rotation at a time, wherever it is begun. @throws RotationUnderWay, which says who does it and since when */
export async function oneRotation<T>(
  database: Database,
  clock: Clock,
  begun: Begun,
  work: () => Promise<T>,
): Promise<T> {
  const holder = `${begun} ${hostname()}`;
  const done = await withLease(database, clock, { name, lasts: longest, holder }, async () => ({
    value: await work(),
  }));
  if (done !== "taken") return done.value;
  throw new RotationUnderWay(sentenceOf(await holderOf(database, name)));
}

function sentenceOf(found: Awaited<ReturnType<typeof holderOf>>): string {
  if (!found) return "Keys were being rotated until just now. Look what came of it, then try again.";
  const { holder, since } = found;
  const [, begun, host] = /^(page|command) (.+)$/.exec(holder ?? "") ?? [];
  const [begin, end] = [minuteOf(since), minuteOf(since + longest)];
  const advice = `. Wait until that is done. If it was broken off, try again after ${end}.`;
  if (begun === "command") return `The command rotate-keys on ${host} has been rotating keys since ${begin}${advice}`;
  if (begun === "page") return `The server ${host} has been rotating keys for an admin's page since ${begin}${advice}`;
  return `Another server has been rotating keys since ${begin}${advice}`;
}

const minuteOf = (time: number) => `${new Date(time).toISOString().slice(0, 16).replace("T", " ")} UTC`;
