import type { WebContents } from "electron";

/** Something that goes on for one page at a time, and ends with it at the latest. @param start returns its end */
export function forOnePage(start: () => () => void): (on: boolean, page: WebContents) => void {
  let end: () => void = () => undefined;
  return (on, page) => {
    end();
    if (!on) return;
    const stop = start();
    const ended = () => {
      end = () => undefined;
      stop();
      page.removeListener("destroyed", ended);
      page.removeListener("did-start-loading", ended);
    };
    end = ended;
    // A page that is gone, or gives way to another, cannot say so.
    page.on("destroyed", ended);
    page.on("did-start-loading", ended);
  };
}
