import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type BrowserSessions, SessionCookie } from "../../api/browser";
import { consentDecision } from "../../api/consent-endpoints";
import { csrfToken, isCsrfToken, isFromOurPages } from "../../api/csrf";
import { ApiError } from "../../api/router";
import { type SignInDeps, signIn, signInBody } from "../../api/session-endpoints";
import { redirect, sendPage } from "../../http/answers";
import type { Route, Visit } from "../../http/frame";
import { readBody } from "../../http/read-body";
import { type Consent, ConsentError, formTarget } from "../consent";
import { consentPage, problemPage, signInPage } from "./forms";
import { type Language, languageOf, wordsIn } from "./words";

export interface PageDeps extends SignInDeps {
  consent: Consent;
  sessions: BrowserSessions;
}

const longestForm = 16 * 1024;
const consentPath = /^\/consent\/([\w-]{1,128})$/;
/** Only ways back into the sign-in of a client: anything else would be an open redirect. */
const safeNext = (next: string | null | undefined) => (next && consentPath.test(next) ? next : null);

/** Sign-in and consent as plain forms, which work in every browser without scripts. */
export function pageRoutes(deps: PageDeps): Route[] {
  const pages = new Pages(deps);
  return [
    {
      name: "consent",
      matches: (path) => consentPath.test(path),
      handle: (request, response, visit) => pages.consent(request, response, visit),
    },
    {
      name: "sign-in",
      matches: (path) => path === "/sign-in",
      handle: (request, response, visit) => pages.signIn(request, response, visit),
    },
    {
      name: "sign-out",
      matches: (path) => path === "/sign-out",
      handle: (request, response) => pages.signOut(request, response),
    },
  ];
}

class Pages {
  private readonly cookie: SessionCookie;
  private readonly before: SessionCookie;

  constructor(private readonly deps: PageDeps) {
    this.cookie = new SessionCookie(deps.origin);
    this.before = new SessionCookie(deps.origin, "before");
  }

  async consent(request: IncomingMessage, response: ServerResponse, { url }: Visit): Promise<void> {
    const language = languageOf(request.headers["accept-language"]);
    const [, uid = ""] = consentPath.exec(url.pathname) ?? [];
    const token = this.cookie.read(request);
    const person = token === undefined ? undefined : (await this.deps.sessions.find(token))?.person;
    const interaction = await this.deps.consent.load(request, response, uid);
    if (!interaction) return over(response, language);
    if (token === undefined || !person) return redirect(response, `/sign-in?next=${encodeURIComponent(url.pathname)}`);
    const csrf = csrfToken(this.deps.formsKey, token);
    const show = async (status: number, error?: string) => {
      const view = await this.deps.consent.view(interaction, person);
      sendPage(response, status, consentPage(language, view, csrf, error), [formTarget(interaction)]);
    };
    if (request.method !== "POST") return show(200);
    const form = await this.form(request, token);
    const choice = form && consentDecision.safeParse(decisionOf(form));
    if (!choice) return refuse(response, language);
    if (!choice.success) return show(400, wordsIn(language).chooseAgain);
    try {
      redirect(response, await this.deps.consent.decide(request, response, interaction, person, choice.data));
    } catch (error) {
      if (!(error instanceof ConsentError)) throw error;
      await show(400, wordsIn(language).chooseAgain);
    }
  }

  async signIn(request: IncomingMessage, response: ServerResponse, { url, address }: Visit): Promise<void> {
    const language = languageOf(request.headers["accept-language"]);
    const words = wordsIn(language);
    const secret = this.before.read(request) ?? randomBytes(32).toString("base64url");
    const show = (status: number, next: string | null, error?: string) => {
      this.before.set(response, secret, 900);
      const csrf = csrfToken(this.deps.formsKey, secret);
      sendPage(response, status, signInPage(language, { next: next ?? "", csrf, ...(error && { error }) }));
    };
    if (request.method !== "POST") return show(200, safeNext(url.searchParams.get("next")));
    const form = await this.form(request, this.before.read(request) ?? "");
    if (!form) return refuse(response, language);
    const next = safeNext(form.get("next"));
    const given = signInBody.safeParse({ email: form.get("email"), password: form.get("password") });
    if (!given.success) return show(400, next, words.wrongPassword);
    try {
      await signIn(this.deps, given.data, request, response, address);
      redirect(response, next ?? "/");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { retryAfter } = error;
      if (retryAfter !== undefined) response.setHeader("Retry-After", String(retryAfter));
      const text = retryAfter === undefined ? words.wrongPassword : words.locked(Math.ceil(retryAfter / 60));
      show(error.status, next, text);
    }
  }

  async signOut(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const token = this.cookie.read(request) ?? "";
    const form = request.method === "POST" ? await this.form(request, token) : null;
    if (!form) return refuse(response, languageOf(request.headers["accept-language"]));
    await this.deps.sessions.end(token);
    this.cookie.clear(response);
    redirect(response, safeNext(form.get("next")) ?? "/sign-in");
  }

  /** @returns null where the form did not come from our page */
  private async form(request: IncomingMessage, secret: string): Promise<URLSearchParams | null> {
    const form = new URLSearchParams(await readBody(request, longestForm));
    const ours = isFromOurPages(request, this.deps.origin) && secret !== "";
    return ours && isCsrfToken(this.deps.formsKey, secret, form.get("csrf")) ? form : null;
  }
}

function decisionOf(form: URLSearchParams): unknown {
  if (form.get("decision") === "deny") return { decision: "deny" };
  return {
    decision: form.get("decision"),
    level: form.get("level"),
    days: Number(form.get("days")),
    accounts: form.has("all") ? null : form.getAll("account"),
    understood: form.get("understood") === "yes",
  };
}

function over(response: ServerResponse, language: Language): void {
  const words = wordsIn(language);
  sendPage(response, 410, problemPage(language, words.over, words.overText));
}

function refuse(response: ServerResponse, language: Language): void {
  const words = wordsIn(language);
  sendPage(response, 403, problemPage(language, words.refused, words.refusedText));
}
