import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { Frame, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { Approvals } from "#team/approval/approvals";
import { listen } from "../../fakes/listen";
import { whyNot } from "../window";
import { TeamSite, takeComplaints } from "./site";

const email = "marta@example.org";
const redirect = "https://tally.example/callback";

/** What a browser shows in a frame that it was told not to fill. */
const refused = "chrome-error://chromewebdata/";

/** Somebody else's page that puts one of ours under the person's pointer, with their cookies: it is of the same site. */
describe.skipIf(whyNot)("pages of a team server in a frame of somebody else", () => {
  let site: TeamSite;
  let marta: string;
  let trap: { port: number; close(): Promise<void> };
  let page: Page;
  beforeAll(async () => {
    site = await TeamSite.start();
    marta = await site.person(email, "Marta Lindner");
    trap = await listen(
      createServer((request, response) => {
        const at = new URL(request.url ?? "/", "http://trap").searchParams.get("at") ?? "";
        const frame = `<iframe width="1000" height="700" src="${site.origin}${at.replace(/[<>"&]/g, "")}"></iframe>`;
        response.setHeader("content-type", "text/html").end(`<title>Win a bicycle</title>${frame}`);
      }),
    );
  }, 60_000);
  afterAll(async () => {
    await trap?.close();
    await site?.stop();
  });
  afterEach(() => page.context().close());

  let asked = 0;
  const approval = async () => {
    const { approval } = await new Approvals(site.database, Date.now).ask({
      ...{ person: marta, grant: "g", client: "ChatGPT", says: null, account: { id: "kimai", label: "Kimai" } },
      ...{
        tool: "delete_time",
        call: `call-${++asked}`,
        digest: "digest",
        agreed: [],
        lines: ["Tue 17 Nov 14:30–16:45"],
      },
      ...{ entries: 1, others: false, firstAt: Date.now(), expiresAt: Date.now() + 300_000 },
    });
    return approval.id;
  };
  /** The page where a client that registered itself asks, begun in this browser. */
  const consent = async () => {
    const registered = await page.request.post("/oauth/register", {
      data: { client_name: "Tallymate", redirect_uris: [redirect] },
    });
    const { client_id } = (await registered.json()) as { client_id: string };
    const query = new URLSearchParams({
      ...{ client_id, redirect_uri: redirect, response_type: "code", state: "s", code_challenge_method: "S256" },
      code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"),
    });
    await page.goto(`/oauth/authorize?${query}`);
    await page.locator("footer").waitFor();
    return new URL(page.url()).pathname;
  };
  const framed = async (path: string): Promise<Frame> => {
    await page.goto(`http://localhost:${trap.port}/?at=${encodeURIComponent(path)}`, { waitUntil: "load" });
    const [frame] = page.mainFrame().childFrames();
    if (!frame) throw new Error("no frame");
    return frame;
  };
  /** Takes headers of our documents away before the browser sees them. */
  const without = (strip: (headers: Record<string, string>) => Record<string, string>) =>
    page.context().route(`${site.origin}/**`, async (route) => {
      if (route.request().resourceType() !== "document") return route.fallback();
      const response = await route.fetch();
      await route.fulfill({ response, headers: strip(response.headers()) });
    });
  const withoutFrameOptions = ({ "x-frame-options": _one, ...rest }: Record<string, string>) => rest;
  const withoutAncestors = ({ "content-security-policy": policy = "", ...rest }: Record<string, string>) => ({
    ...rest,
    "content-security-policy": policy.replace(/frame-ancestors [^;]*;?/, ""),
  });

  test.each([
    ["as they are sent", undefined],
    ["where a proxy drops X-Frame-Options", withoutFrameOptions],
    ["where a proxy drops the policy's frame-ancestors", withoutAncestors],
  ])("show neither consent nor approval %s", async (_name, strip) => {
    page = await site.signedIn(email);
    const paths = [await consent(), `/approve/${await approval()}`, "/sign-in", "/", "/oauth/authorize?client_id=x"];
    if (strip) await without(strip);
    for (const path of paths) {
      const frame = await framed(path);
      await expect.poll(() => frame.url(), { message: path }).toBe(refused);
      expect(await frame.getByRole("button").count()).toBe(0);
    }
    expect(takeComplaints(page).join("\n")).toMatch(/frame/i);
    expect(await site.database.all("SELECT id FROM oauth_grants")).toEqual([]);
    expect(await site.database.all("SELECT DISTINCT state FROM approvals")).toEqual([{ state: "open" }]);
  });

  test("would show both with the person's cookies if nothing forbade it", async () => {
    page = await site.signedIn(email);
    const paths = [await consent(), `/approve/${await approval()}`];
    await without((headers) => withoutFrameOptions(withoutAncestors(headers)));
    for (const path of paths) {
      const frame = await framed(path);
      await frame.getByRole("button", { name: "Deny", exact: true }).waitFor();
    }
  });
});
