import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import type { RateLimits } from "../http/rate-limits";
import { type BrowserSessions, SessionCookie } from "./browser";
import type { PersonView, SessionView, SignIn } from "./contract";
import { csrfToken } from "./csrf";
import { refusing } from "./refusals";
import { ApiError, type Endpoint, endpoint } from "./router";

/** The outcome of a try to sign in. `seconds`: until the next try may be made. */
type SignInResult = { person: PersonView } | { locked: number } | null;

export interface SignInDeps {
  origin: string;
  sessions: BrowserSessions;
  limits: RateLimits;
  formsKey: string;
  /** Checks a password; locks out who tries too often. */
  checkPassword(email: string, password: string, address: string): Promise<SignInResult>;
}

const signInBody: z.ZodType<SignIn> = z.strictObject({
  email: z.string().min(3).max(254),
  password: z.string().min(1).max(1024),
});

/** Signs in by password and gives the browser its cookie. @returns the session's token @throws ApiError */
async function signIn(
  deps: SignInDeps,
  { email, password }: SignIn,
  request: IncomingMessage,
  response: ServerResponse,
  address: string,
): Promise<{ person: PersonView; token: string }> {
  const wait = await deps.limits.take("password", address);
  const result = wait === null ? await deps.checkPassword(email, password, address) : { locked: wait };
  if (result === null) throw new ApiError(401, "wrong_password", "Email or password is wrong.");
  if ("locked" in result) throw new ApiError(429, "locked", "Too many tries. Try again later.", result.locked);
  const cookie = new SessionCookie(deps.origin);
  const former = cookie.read(request);
  const userAgent = request.headers["user-agent"] ?? "";
  // Removed at this moment.
  const token = await refusing(() =>
    deps.sessions.begin(result.person.id, {
      method: "password",
      userAgent,
      ...(former !== undefined && { former }),
    }),
  );
  cookie.set(response, token);
  await deps.limits.giveBack("password", address);
  return { person: result.person, token };
}

export function sessionEndpoints(deps: SignInDeps): Endpoint[] {
  return [
    endpoint({
      method: "POST",
      path: "/api/sign-in",
      open: true,
      body: signInBody,
      async run({ body, request, response, visit }): Promise<SessionView> {
        const { person, token } = await signIn(deps, body, request, response, visit.address);
        return { person, csrf: csrfToken(deps.formsKey, token) };
      },
    }),
    endpoint({
      method: "GET",
      path: "/api/session",
      run: async ({ person, csrf }): Promise<SessionView> => ({ person, csrf }),
    }),
    endpoint({
      method: "POST",
      path: "/api/sign-out",
      async run({ token, response }) {
        await deps.sessions.end(token);
        new SessionCookie(deps.origin).clear(response);
      },
    }),
  ];
}
