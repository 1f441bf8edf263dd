import type { KnownService } from "../service-catalog/index";
import type { OpenService, OpenTokenMaker } from "./shared/open-service";

/**
 * The way to each adapter, which is loaded by the first call that needs it. Apart from the descriptors: the app and the
 * windows read those, and must bring no adapter along.
 */
export const adapters: Record<KnownService, () => Promise<{ open: OpenService; openTokenMaker?: OpenTokenMaker }>> = {
  kimai: () => import("./kimai/open"),
  clockodo: () => import("./clockodo/open"),
  calamari: () => import("./calamari/open"),
  local: () => import("./local/open"),
};
