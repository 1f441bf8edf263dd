import { savedAndFound } from "../http/readback";

export { sentOnce } from "../http/readback";

export const foundByLooking = savedAndFound("Kimai");
