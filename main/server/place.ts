import { AsyncLocalStorage } from "node:async_hooks";

/** As it is kept with a click that waits. */
export const places = ["tray", "window"] as const;
type Place = (typeof places)[number];

const current = new AsyncLocalStorage<Place>();

/** Where the person does what these calls do, for the journal; between a click and its call nobody has to pass it on. */
export const inPlace = <T>(place: Place, run: () => T): T => current.run(place, run);

export const currentPlace = (): Place => current.getStore() ?? "window";
