/** Apart from the schemas, which load more than a server's start needs. */

/** In `_meta` of a call of the app: where its person did it, `tray` or `window`. */
export const placeMeta = "punchcard/place";

/**
 * In `_meta`. Of an answer to the app: the change in the journal that the call became. Of a call of the app: the change that
 * it goes on with, so that what is sent in several calls can be undone as one.
 */
export const changeMeta = "punchcard/change";

/** Days that a change is kept. */
export const keptDays = 90;

/** Under which an import of a file stands in the journal; it is no tool of AI clients. */
export const importTool = "import_time";

/** Under which changes stand that were written again after the time sheet was put back to an older copy. */
export const lostChangesTool = "apply_lost_changes";
