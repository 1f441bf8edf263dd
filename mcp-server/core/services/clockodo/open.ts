import type { OpenService } from "../shared/open-service";
import { createClockodoService } from "./index";

export const open: OpenService = async ({ url, user, tlsVerify }, environment) =>
  user === undefined ? null : createClockodoService({ url, user, tlsVerify }, environment);
