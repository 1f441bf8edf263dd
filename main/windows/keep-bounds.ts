import type { Scheduler } from "../app/scheduler";
import type { AppWindow } from "./app-window";
import type { Size } from "./placement";
import type { RememberedBounds } from "./remembered-bounds";

/** Milliseconds without a further move or change of size until a window's place is kept. */
const settled = 400;
/** Pixels that desktops round off. */
const rounding = 2;

/**
 * Keeps where the person puts a window, once it has come to rest. A size is only kept where it is not the usual one, so
 * that a window that nobody sized goes on growing with the zoom.
 */
export function keepBounds(
  name: string,
  window: AppWindow,
  usual: () => Size,
  { scheduler, remembered }: { scheduler: Scheduler; remembered: RememberedBounds },
): void {
  const keep = () => {
    if (window.isDestroyed() || !window.isVisible() || window.isMinimized()) return;
    const { x, y } = window.getBounds();
    // The place and size before it was maximized are what to go back to.
    if (window.isMaximized()) return remembered.remember(name, { x, y, ...remembered.of(name), maximized: true });
    const [width = 0, height = 0] = window.getContentSize();
    const { width: w, height: h } = usual();
    const isUsual = Math.abs(width - w) <= rounding && Math.abs(height - h) <= rounding;
    remembered.remember(name, { x, y, ...(!isUsual && { size: { width, height } }) });
  };
  for (const event of ["resize", "move"] as const)
    window.on(event, () => scheduler.set(`bounds-${name}`, settled, keep));
}
