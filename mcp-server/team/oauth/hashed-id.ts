import { createHash } from "node:crypto";

/** What a token, session or code is found by: reading the table gives nobody anything to sign in with. */
export const hashedId = (model: string, id: string): string =>
  createHash("sha256").update(`${model}\0${id}`).digest("base64url");
