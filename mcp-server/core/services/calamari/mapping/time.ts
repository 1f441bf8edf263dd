import type { Instant } from "../../../domain/entities";
import { toInstant, withOffset } from "../../../time/format";

/** `2026-10-05T06:58:12+0000` (calamari-api.md §1.3): the offset has no colon, which strict readers refuse. */
export function readStamp(text: string): Instant {
  const offset = /([+-]\d\d):?(\d\d)$/.exec(text);
  const bare = offset && text.length > 19 ? `${text.slice(0, offset.index)}${offset[1]}:${offset[2]}` : text;
  return toInstant(Date.parse(/(Z|[+-]\d\d:\d\d)$/i.test(bare) ? bare : `${bare}Z`));
}

/** As terminals and time sheets take it: the person's clock, `2026-10-05T08:58:12`, no zone and no part of a second (§1.3). */
export const localTime = (instant: Instant, zone: string): string => withOffset(instant, zone).slice(0, 19);
