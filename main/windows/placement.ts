import type { Rectangle } from "electron";

export interface Size {
  width: number;
  height: number;
}

/** Grows a window with its zoom, up to what the screen has. */
export function zoomed(size: Size, zoom: number, workArea: Size): Size {
  return {
    width: Math.min(Math.round((size.width * zoom) / 100), workArea.width),
    height: Math.min(Math.round((size.height * zoom) / 100), workArea.height),
  };
}

const gap = 4;

/**
 * Beside the tray icon, on whichever edge the panel lies, wholly inside the work area.
 * @param icon its bounds; all zero where the system does not tell (Linux).
 * @returns null: no place is known, the window manager decides.
 */
export function nearIcon(icon: Rectangle, size: Size, workArea: Rectangle): { x: number; y: number } | null {
  if (icon.width === 0 || icon.height === 0) return null;
  const clamp = (value: number, from: number, to: number) => Math.round(Math.max(from, Math.min(value, to)));
  const right = workArea.x + workArea.width;
  const bottom = workArea.y + workArea.height;
  const centreX = icon.x + icon.width / 2 - size.width / 2;
  const centreY = icon.y + icon.height / 2 - size.height / 2;
  let place = { x: centreX, y: bottom - size.height - gap };
  if (icon.y + icon.height <= workArea.y) place = { x: centreX, y: workArea.y + gap };
  else if (icon.x + icon.width <= workArea.x) place = { x: workArea.x + gap, y: centreY };
  else if (icon.x >= right) place = { x: right - size.width - gap, y: centreY };
  return {
    x: clamp(place.x, workArea.x, right - size.width),
    y: clamp(place.y, workArea.y, bottom - size.height),
  };
}
