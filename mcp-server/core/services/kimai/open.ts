import type { OpenService, OpenTokenMaker } from "../shared/open-service";
import { createKimaiClient } from "./client/client";
import { createKimaiService } from "./index";
import { createTokenMaker } from "./people/token-maker";

export const open: OpenService = async ({ url, tlsVerify }, environment) =>
  url === undefined ? null : createKimaiService({ url, tlsVerify }, environment);

export const openTokenMaker: OpenTokenMaker = ({ url, tlsVerify }, environment) =>
  url === undefined ? null : createTokenMaker(createKimaiClient({ url, tlsVerify }, environment, {}));
