import type { WorkPort } from "../../../domain/ports";
import type { GatewayContext } from "./context";

/** No projects this way, so nothing to book on and nothing booked lately; people by name. */
export const createWork = ({ people }: GatewayContext): WorkPort => ({
  search: async () => [],
  recent: async () => [],
  tags: async () => [],
  async people(text, call) {
    const found = await people.find(text, call);
    return found.map(({ legacyId, personUuid, name }) => ({ id: legacyId ?? personUuid, name }));
  },
});
