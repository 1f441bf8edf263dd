import type { OpenService } from "../shared/open-service";
import { createKimaiService } from "./index";

export const open: OpenService = async ({ url, tlsVerify }, environment) =>
  url === undefined ? null : createKimaiService({ url, tlsVerify }, environment);
