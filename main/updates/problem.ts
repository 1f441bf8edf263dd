/** Why an update did not come; the old version stays in each case. Windows have words for them. */
export const updateProblems = [
  "offline",
  "unavailable",
  "malformed",
  "checksum",
  "signature",
  "disk_full",
  "read_only",
  "too_large",
  "other",
] as const;
export type UpdateProblem = (typeof updateProblems)[number];

export class UpdateError extends Error {
  override readonly name = "UpdateError";
  constructor(readonly problem: UpdateProblem) {
    super(problem);
  }
}

const byCode: Record<string, UpdateProblem> = {
  ENOSPC: "disk_full",
  EDQUOT: "disk_full",
  EACCES: "read_only",
  EPERM: "read_only",
  EROFS: "read_only",
  ERR_CHECKSUM_MISMATCH: "checksum",
  ERR_UPDATER_INVALID_SIGNATURE: "signature",
  ERR_UPDATER_CHANNEL_FILE_NOT_FOUND: "unavailable",
  ERR_UPDATER_LATEST_VERSION_NOT_FOUND: "unavailable",
  ERR_UPDATER_NO_PUBLISHED_VERSIONS: "unavailable",
  ERR_UPDATER_INVALID_RELEASE_FEED: "malformed",
  ERR_UPDATER_INVALID_UPDATE_INFO: "malformed",
  ERR_UPDATER_INVALID_VERSION: "malformed",
  ERR_UPDATER_NO_CHECKSUM: "malformed",
  ERR_UPDATER_NO_FILES_PROVIDED: "malformed",
  ERR_UPDATER_ASSET_NOT_FOUND: "malformed",
};

/** What electron-updater, Node or Chromium throws, as one of a few things that a person can understand. */
export function problemOf(error: unknown): UpdateProblem {
  if (error instanceof UpdateError) return error.problem;
  const {
    code,
    statusCode,
    message = "",
  } = (error ?? {}) as { code?: unknown; statusCode?: unknown; message?: string };
  const known = typeof code === "string" ? byCode[code] : undefined;
  if (known) return known;
  if (typeof statusCode === "number" || /^Cannot download .*status \d{3}/.test(message)) return "unavailable";
  if (/code signature|not signed by the application owner/i.test(message)) return "signature";
  if (
    /^(ENOTFOUND|ECONN\w+|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/.test(
      String(code),
    )
  )
    return "offline";
  if (/net::ERR_|socket hang up|aborted|timed out|premature close/i.test(message)) return "offline";
  if (/YAMLException|cannot parse|Cannot find .* in the latest release/i.test(`${(error as Error)?.name} ${message}`))
    return "malformed";
  return "other";
}
