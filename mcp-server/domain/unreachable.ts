/** Error codes that mean: no answer of the service came. With any other code it answered, or was never asked. */
const codes: ReadonlySet<string> = new Set(["offline", "tls", "timeout", "rate_limited", "unavailable", "server_down"]);

/** One rule for tray and windows: "Cannot reach" where true, "Cannot read" where false. */
export const isUnreachable = (code: string): boolean => codes.has(code);
