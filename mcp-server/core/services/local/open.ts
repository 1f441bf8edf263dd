import { join } from "node:path";
import { homeFiles } from "../../platform/state/home-files";
import type { OpenService } from "../shared/open-service";
import { copiesFolder } from "./database/copies";
import { createLocalService } from "./index";

/** A time sheet without a place of its own lies in our home. */
export const open: OpenService = async ({ file: own, targetSeconds }, environment, home) => {
  const file = own ?? join(home, homeFiles.timeSheet);
  return createLocalService({ file, targetSeconds, copies: copiesFolder(home, file) }, environment);
};
