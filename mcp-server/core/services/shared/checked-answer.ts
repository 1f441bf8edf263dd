import type { z } from "zod";
import { ServiceError } from "../../domain/errors";
import { message } from "../../messages/message";

interface Answered {
  /** What people call the service. */
  product: string;
  /** What was asked could have changed something. */
  write: boolean;
  requestId?: string;
  /** What was asked, where the request does not say it: the name of a tool. */
  asked?: string;
  /** What a person can do about it; absent: update Punchcard. */
  next?: string;
}

/** Where a shape is wrong; never the value. */
const describe = (issue: z.core.$ZodIssue) => `${issue.path.join(".") || "(answer)"}: ${issue.code}`;

/**
 * A service's answer, held against the shape that it should have.
 * @param log told where it is wrong, in five places at most
 * @throws ServiceError `not_this_product`
 */
export function checkedAnswer<T>(
  schema: z.ZodType<T>,
  answer: unknown,
  { product, write, requestId, asked, next = "Update Punchcard; the local log has more." }: Answered,
  log: (issues: string[]) => void,
): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map(describe);
  log(issues);
  throw new ServiceError("not_this_product", message("answer_not_understood", { product }), {
    requestId,
    saved: write ? "unknown" : "no",
    detail: asked ? `${asked} ${issues[0]}` : issues[0],
    next,
  });
}
