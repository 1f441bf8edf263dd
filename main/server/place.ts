import { AsyncLocalStorage } from "node:async_hooks";

type Place = "tray" | "window";

const current = new AsyncLocalStorage<Place>();

/** Where the person does what these calls do, for the journal; between a click and its call nobody has to pass it on. */
export const inPlace = <T>(place: Place, run: () => T): T => current.run(place, run);

export const currentPlace = (): Place => current.getStore() ?? "window";
