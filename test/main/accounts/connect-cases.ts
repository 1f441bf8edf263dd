import type { Failure as Injected } from "../../fakes/kimai/failures";

/** How connecting fails: what the person typed or the service answers, and what the person is told. */
export interface Case {
  when: string;
  answers?: Injected;
  /** Members of the request that differ. */
  typed?: Record<string, string>;
  /** Where the service is asked instead, made from its true address. */
  at?: (url: string, ofNobody: string) => string;
  /** Data scopes of Calamari's key, and how it refuses. */
  scopes?: "employees"[];
  refusal?: "empty" | "html";
  code: string;
  says: string;
  next?: string;
}

const status = (of: number, body = "", headers?: Record<string, string>): Injected => ({
  kind: "status",
  status: of,
  body,
  ...(headers && { headers }),
});
const clockodoError = (type: string, message: string) =>
  JSON.stringify({ errors: [{ type, message, details: null, path: null }] });
const quota = JSON.stringify({
  code: "QUOTA_EXCEEDED",
  field: "Your current usage is 812/day, 721/hour, 2/sec\nYour current limits 2880/day, 720/hour, 10/sec.",
});

/** Those that every service has. */
const common: Case[] = [
  {
    when: "there is no network",
    at: () => "http://127.0.0.1:1023/api",
    code: "offline",
    says: "cannot be reached",
    next: "network",
  },
  { when: "its certificate is nobody's", at: (_url, ofNobody) => ofNobody, code: "tls", says: "not trusted" },
  { when: "it answers 500", answers: status(500), code: "unavailable", says: "internal error", next: "Try again" },
  {
    when: "a sign-in page stands in between",
    answers: { kind: "redirect", to: "https://sso.example.org/x?secret=1" },
    code: "redirected",
    says: "https://sso.example.org",
    next: "If you trust it",
  },
  { when: "a page of the network answers", answers: { kind: "html" }, code: "not_this_product", says: "not as" },
];
const tooMany: Case = {
  when: "it answers 429",
  answers: status(429, "", { "retry-after": "60" }),
  code: "rate_limited",
  says: "too many requests",
  next: "Wait",
};

const nobody = { code: "not_found", says: "does not know this person" };
const noScope = { code: "forbidden", says: "neither time nor leave", next: "administrator" };
const badPair = { code: "unauthorized", says: "e-mail address and API key, or got none", next: "Personal data" };
const removed = { code: "unsupported", says: "removed", next: "Update Punchcard" };

export const cases: Record<"kimai" | "clockodo" | "calamari", Case[]> = {
  kimai: [
    ...common,
    tooMany,
    {
      when: "the address has no scheme",
      at: (url) => url.replace("http://", ""),
      code: "url",
      says: "how to connect",
      next: "Write https://",
    },
    {
      when: "the address has a wrong path",
      at: (url) => `${url}/kimai`,
      code: "not_this_product",
      says: "not as Kimai",
      next: "Check the address",
    },
    {
      when: "there is no such computer",
      at: () => "https://no.such.invalid",
      code: "offline",
      says: "cannot be reached",
      next: "address",
    },
    {
      when: "https is asked of a plain port",
      at: (url) => url.replace("http:", "https:"),
      code: "tls",
      says: "not over a secure",
      next: "http://",
    },
    { when: "it answers 401", answers: status(401), code: "unauthorized", says: "credential", next: "new credential" },
    { when: "it answers 403", answers: status(403), code: "forbidden", says: "API", next: "api_access" },
    { when: "it answers 404", answers: status(404), code: "not_this_product", says: "no Kimai", next: "address" },
    {
      when: "a proxy asks for a sign-in",
      answers: { kind: "html", status: 403 },
      code: "not_this_product",
      says: "refuses",
      next: "Ask",
    },
  ],
  clockodo: [
    ...common,
    tooMany,
    { when: "the key is wrong", typed: { secret: "wrong-key" }, ...badPair },
    { when: "the e-mail address is somebody else's", typed: { user: "jonas@studio-lind.example" }, ...badPair },
    { when: "nobody has the e-mail address", typed: { user: "nobody@studio.example" }, ...badPair },
    {
      when: "the interface was taken away",
      answers: status(410, clockodoError("deprecated", "No longer available.")),
      ...removed,
    },
    {
      when: "a path is gone",
      answers: status(404, clockodoError("RouteNotFound", "Route not found")),
      ...removed,
    },
    {
      when: "it refuses",
      answers: status(403, clockodoError("Forbidden", "No API for you.")),
      code: "forbidden",
      says: "No API for you.",
      next: "administrator",
    },
  ],
  calamari: [
    ...common,
    {
      when: "the key is wrong",
      typed: { secret: "wrong-key" },
      code: "unauthorized",
      says: "does not accept the API key",
      next: "Integrations, API",
    },
    { when: "there is no such person", typed: { user: "nobody@fjordworks.example" }, ...nobody },
    { when: "nobody has the external number", typed: { user: "externalNumber:FW-999" }, ...nobody },
    {
      when: "there is no such person, and the key reads only employees",
      scopes: ["employees"],
      typed: { user: "nobody@fjordworks.example" },
      ...nobody,
    },
    { when: "the key has no scope", scopes: [], ...noScope },
    { when: "the key has no scope, told by an empty answer", scopes: [], refusal: "empty", ...noScope },
    { when: "the key has no scope, told by a page", scopes: [], refusal: "html", ...noScope },
    {
      when: "a path is not there",
      answers: status(404, JSON.stringify({ code: "INVALID_METHOD_URL", message: "x" })),
      code: "unsupported",
      says: "no Calamari of a company",
    },
    {
      when: "the company's quota is used up",
      answers: status(429, quota),
      code: "rate_limited",
      says: "720 requests per hour",
      next: "later",
    },
  ],
};
