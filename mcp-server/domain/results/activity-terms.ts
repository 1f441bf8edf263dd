/** Apart from the schemas, which load more than a server's start needs. */

/** In `_meta` of a call of the app: where its person did it, `tray` or `window`. */
export const placeMeta = "punchcard/place";

/** Days that a change is kept. */
export const keptDays = 90;
