import type { Windows } from "./index";

type Asked = Pick<Windows, "show" | "showFirst" | "destroy" | "isInFront">;

/** The windows before they are made, which is after the tray icon: what is asked of them until then is done when they are. */
export class EarlyWindows implements Asked {
  private made: Asked | null = null;
  private waiting: ((windows: Asked) => void)[] = [];

  show(...args: Parameters<Asked["show"]>): void {
    this.do((windows) => windows.show(...args));
  }

  showFirst(): void {
    this.do((windows) => windows.showFirst());
  }

  destroy(...args: Parameters<Asked["destroy"]>): void {
    this.do((windows) => windows.destroy(...args));
  }

  /** Nothing is in front before it is made. */
  isInFront(...args: Parameters<Asked["isInFront"]>): boolean {
    return this.made?.isInFront(...args) ?? false;
  }

  become(windows: Asked): void {
    this.made = windows;
    for (const wish of this.waiting) wish(windows);
    this.waiting = [];
  }

  private do(wish: (windows: Asked) => void): void {
    if (this.made) wish(this.made);
    else this.waiting.push(wish);
  }
}
