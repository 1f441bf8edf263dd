declare const PUNCHCARD_VERSION: string | undefined;

/** Put in by the build (vite.config.ts); run from source there is none. */
export const version = typeof PUNCHCARD_VERSION === "string" ? PUNCHCARD_VERSION : "0.0.0-source";
