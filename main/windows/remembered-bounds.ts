import type { Rectangle } from "electron";
import { z } from "zod";
import { openKeptJson } from "#core/platform/state/kept-json";
import type { Log } from "../app/failure";

const length = z.number().int().min(1).max(20_000);
/** Where a person put a window: place of its frame and, where it was changed, size of its content, in pixels. */
const bounds = z.object({
  x: z.number().int(),
  y: z.number().int(),
  size: z.object({ width: length, height: length }).optional(),
  maximized: z.literal(true).optional(),
});
export type Bounds = z.infer<typeof bounds>;

const fileSchema = z.object({ version: z.literal(1), screens: z.record(z.string(), z.record(z.string(), bounds)) });
/** Sets of screens that are remembered; the one that was used longest ago goes first. */
const most = 20;
/** Bytes. */
const largest = 500_000;

/** The screens as they stand now: a laptop at its dock and on its own have places of their own. */
export const screensKey = (workAreas: readonly Rectangle[]): string =>
  workAreas
    .map(({ x, y, width, height }) => `${width}x${height}@${x},${y}`)
    .sort()
    .join(" ");

/** At least this much of a window, in pixels, must be on a screen for a person to reach its title bar. */
const reachable = 80;

/** @returns the bounds inside the screen that shows the top of the window, or null where no screen does */
export function insideScreens(wanted: Bounds, workAreas: readonly Rectangle[]): Bounds | null {
  const { size } = wanted;
  const area = workAreas.find(
    ({ x, y, width, height }) =>
      wanted.x + (size?.width ?? reachable) >= x + reachable &&
      wanted.x <= x + width - reachable &&
      wanted.y >= y &&
      wanted.y <= y + height - reachable,
  );
  if (!area) return null;
  if (!size) return wanted;
  return { ...wanted, size: { width: Math.min(size.width, area.width), height: Math.min(size.height, area.height) } };
}

export interface RememberedBounds {
  of(name: string): Bounds | null;
  remember(name: string, bounds: Bounds): void;
}

/** Kept in a file of its own: moving a window must not wake every server that watches the settings. */
export function openRememberedBounds(file: string, workAreas: () => readonly Rectangle[], log: Log): RememberedBounds {
  let screens: z.infer<typeof fileSchema>["screens"] | null = null;
  const parse = (data: unknown) => fileSchema.parse(data);
  const keptFile = openKeptJson(file, "window places", { largest, parse, log });
  const read = () => keptFile.read()?.screens ?? {};
  return {
    of(name) {
      screens ??= read();
      const kept = screens[screensKey(workAreas())]?.[name];
      return kept ? insideScreens(kept, workAreas()) : null;
    },
    remember(name, wanted) {
      screens ??= read();
      const key = screensKey(workAreas());
      const { [key]: here, ...others } = screens;
      if (JSON.stringify(here?.[name]) === JSON.stringify(wanted)) return;
      const kept = Object.entries(others).slice(1 - most);
      screens = { ...Object.fromEntries(kept), [key]: { ...here, [name]: wanted } };
      keptFile.write({ version: 1, screens });
    },
  };
}
