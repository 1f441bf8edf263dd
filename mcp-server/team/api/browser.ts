import type { IncomingMessage, ServerResponse } from "node:http";
import type { SignInMethod } from "../people/sessions";
import type { PersonView } from "./contract";

/** Signed-in browsers. A token is told only to the browser. */
export interface BrowserSessions {
  /** @returns undefined: over, ended, or its person may no longer sign in */
  find(token: string): Promise<{ person: PersonView; method: SignInMethod } | undefined>;
  /** @param former the token that the browser had before, which ends @returns the new one */
  begin(person: string, about: { method: "password"; userAgent: string; former?: string }): Promise<string>;
  end(token: string): Promise<void>;
}

/** Seconds that a browser keeps its cookie; the store decides how long it is good for. */
const cookieLasts = 7 * 86_400;

/** A cookie that only this server sets and reads: `session` of a signed-in browser, `before` of one that signs in. */
export class SessionCookie {
  private readonly name: string;
  private readonly attributes: string;

  constructor(origin: string, name = "session") {
    const secure = origin.startsWith("https:");
    this.name = secure ? `__Host-${name}` : name;
    this.attributes = `Path=/; HttpOnly; SameSite=Lax${secure ? "; Secure" : ""}`;
  }

  read(request: IncomingMessage): string | undefined {
    const pairs = (request.headers.cookie ?? "").split(";").map((pair) => pair.trim());
    const values = pairs
      .filter((pair) => pair.startsWith(`${this.name}=`))
      .map((pair) => pair.slice(this.name.length + 1));
    // Two of them: somebody else on this domain set one.
    return values.length === 1 && values[0] !== "" ? values[0] : undefined;
  }

  set(response: ServerResponse, token: string, seconds = cookieLasts): void {
    response.appendHeader("Set-Cookie", `${this.name}=${token}; ${this.attributes}; Max-Age=${seconds}`);
  }

  clear(response: ServerResponse): void {
    response.appendHeader("Set-Cookie", `${this.name}=; ${this.attributes}; Max-Age=0`);
  }
}
