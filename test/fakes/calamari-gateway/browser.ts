/** A person with a browser: follows redirects, keeps cookies, fills in the sign-in page and agrees, or does not. */
export interface Visit {
  /** Where the last redirect went, which a browser would open next. */
  at: string;
  /** What stands on the last page. */
  page: string;
  status: number;
}

/**
 * Opens the address as a browser does, until it is sent to one that is not the authorization server's (`127.0.0.1` with
 * `/callback`), which it opens too.
 * @param deny presses "cancel" instead of agreeing
 * @param stopAt path that is not opened, of a server that is not there
 */
export async function visit(
  start: string,
  email: string,
  options: { deny?: boolean; stopAtCallback?: boolean; stopAt?: string } = {},
): Promise<Visit> {
  const jar = new Map<string, string>();
  let url = start;
  let form: URLSearchParams | null = null;
  for (let step = 0; step < 25; step++) {
    const { pathname } = new URL(url);
    const isThere = options.stopAtCallback ? pathname === "/callback" : pathname === options.stopAt;
    if (isThere) return { at: url, page: "", status: 0 };
    const answer = await fetch(url, {
      method: form ? "POST" : "GET",
      redirect: "manual",
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form && { body: form }),
    });
    form = null;
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/expires=Thu, 01 Jan 1970/i.test(cookie) || value === "") jar.delete(name);
      else jar.set(name, value);
    }
    const location = answer.headers.get("location");
    if (location) {
      url = new URL(location, url).href;
      continue;
    }
    const page = await answer.text();
    if (new URL(url).pathname === "/callback" || answer.status >= 400) return { at: url, page, status: answer.status };
    const action = /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="([^"]+)"/.exec(page)?.[1];
    if (!action || !prompt) return { at: url, page, status: answer.status };
    if (options.deny && prompt === "consent") {
      url = `${new URL(action, url).href}/abort`;
      continue;
    }
    url = new URL(action, url).href;
    form = new URLSearchParams({ prompt, login: email, password: "x" });
  }
  throw new Error("the sign-in goes in circles");
}
