import { redirect, sendProblem } from "../http/answers";
import type { Route } from "../http/frame";
import { type CompanySignIn, callbackPath } from "../people/company-sign-in";
import { countingRefusals, demandBelowLimit } from "./below-limit";
import { SessionCookie } from "./browser";
import { refusing } from "./refusals";
import { ApiError } from "./router";
import { type WayInDeps, welcome } from "./way-in-endpoints";

const startPath = "/sign-in/company";
/** How long the cookie of a sign-in that has begun lasts; the store decides how long it counts. */
const startedSeconds = 600;

/** Sends the browser to the company's sign-in, and takes it back. */
export function companyRoute(
  company: CompanySignIn,
  deps: Pick<WayInDeps, "origin" | "formsKey" | "sessions" | "limits">,
): Route {
  const started = new SessionCookie(deps.origin, "company");
  return {
    name: "company-sign-in",
    matches: (path) => path === startPath || path === callbackPath,
    async handle(request, response, { url, address, log }) {
      try {
        if (request.method !== "GET") throw new ApiError(405, "method_not_allowed", "This address is for browsers.");
        if (url.pathname === startPath) {
          await demandBelowLimit(deps.limits, "begin", address);
          const { redirectTo, state } = await refusing(() => company.begin(url.searchParams.get("returnTo") ?? "/"));
          started.set(response, state, startedSeconds);
          return redirect(response, redirectTo.href);
        }
        const cookie = started.read(request) ?? "";
        started.clear(response);
        const { person, returnTo } = await countingRefusals(deps.limits, "sign-in", address, () =>
          refusing(() => company.finish(url.pathname + url.search, cookie)),
        );
        await refusing(() => welcome(deps, person, "company", request, response));
        redirect(response, returnTo);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        // The page shows less: the reason is for the admin who set the sign-in up, and names no user.
        log.warn({ problem: error.code, reason: error.text }, "company sign-in failed");
        // A browser shows the problem on the page where its user can try again.
        if (/\btext\/html\b/.test(request.headers.accept ?? ""))
          return redirect(response, `/sign-in?problem=${error.code}`);
        if (error.retryAfter !== undefined) response.setHeader("Retry-After", String(error.retryAfter));
        sendProblem(response, error.status, error.code, error.text);
      }
    },
  };
}
