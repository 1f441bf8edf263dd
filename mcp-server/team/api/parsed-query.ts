import type { z } from "zod";
import { ApiError } from "./router";

/** @throws ApiError 400, also for a name that is not known */
export function parsedQuery<Query>(schema: z.ZodType<Query>, url: URL): Query {
  const asked = schema.safeParse(Object.fromEntries(url.searchParams));
  if (!asked.success) throw new ApiError(400, "bad_input", "The query is not as expected.");
  return asked.data;
}
