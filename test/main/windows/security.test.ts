import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { App, Session } from "electron";
import { expect, test, vi } from "vitest";
import { contentSecurityPolicy, guardContents, secureSession, webPreferences } from "#main/windows/security";

test("every window has exactly these preferences", () => {
  const preferences = {
    preload: "/out/preload/index.js",
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
  expect(webPreferences("/out/preload/index.js", true)).toEqual({ ...preferences, devTools: false });
  expect(webPreferences("/out/preload/index.js", false)).toEqual({ ...preferences, devTools: true });
});

test("the content security policy allows our own files and nothing else", () => {
  expect(contentSecurityPolicy).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='; style-src-attr 'unsafe-inline'; img-src 'self' data:; " +
      "font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
});

test("the one inline style that is allowed is still the one that react-aria makes", () => {
  const file = join(import.meta.dirname, "../../../node_modules/react-aria/dist/private/interactions/usePress.mjs");
  const source = readFileSync(file, "utf8");
  const text = /textContent = `([^`]*)`\.trim\(\)/.exec(source)?.[1]?.trim() ?? "";
  const attribute = /_ATTRIBUTE = '([^']+)'/.exec(source)?.[1] ?? "";
  const style = text.replace(/\$\{[^}]+\}/, attribute);
  expect(contentSecurityPolicy).toContain(`'sha256-${createHash("sha256").update(style).digest("base64")}'`);
});

function secured(packaged: boolean) {
  const session = {
    webRequest: { onBeforeRequest: vi.fn() },
    setPermissionRequestHandler: vi.fn(),
    setPermissionCheckHandler: vi.fn(),
    setDevicePermissionHandler: vi.fn(),
    setSpellCheckerEnabled: vi.fn(),
  };
  secureSession(session as unknown as Session, packaged);
  const goes = (url: string) => {
    let cancelled: boolean | undefined;
    session.webRequest.onBeforeRequest.mock.calls[0]?.[0]({ url }, (answer: { cancel: boolean }) => {
      cancelled = answer.cancel;
    });
    return cancelled === false;
  };
  return { session, goes };
}

test.each([
  ["app://punchcard/index.html?window=timer", true],
  ["app://punchcard/assets/index.js", true],
  ["data:image/png;base64,AAAA", true],
  ["data:text/html,<script>1</script>", false],
  ["app://punchcard.evil/index.html", false],
  ["app://other/", false],
  ["https://redirector.gvt1.com/dictionary", false],
  ["http://127.0.0.1:8080/", false],
  ["file:///etc/passwd", false],
  ["ws://localhost/", false],
  ["blob:app://punchcard/1", false],
  ["devtools://devtools/bundled/x.js", false],
])("a request for %s goes out: %s", (url, expected) => {
  expect(secured(true).goes(url)).toBe(expected);
});

test("developer tools load only where the app is not packaged", () => {
  expect(secured(false).goes("devtools://devtools/bundled/x.js")).toBe(true);
});

test("every permission and device is refused, asked for or checked", () => {
  const { session } = secured(true);
  const answered = vi.fn();
  session.setPermissionRequestHandler.mock.calls[0]?.[0](null, "media", answered);
  expect(answered).toHaveBeenCalledWith(false);
  expect(session.setPermissionCheckHandler.mock.calls[0]?.[0]()).toBe(false);
  expect(session.setDevicePermissionHandler.mock.calls[0]?.[0]()).toBe(false);
});

test("no page leaves, opens or embeds anything", () => {
  const app = { on: vi.fn() };
  guardContents(app as unknown as Pick<App, "on">);
  const contents = { setWindowOpenHandler: vi.fn(), on: vi.fn() };
  app.on.mock.calls.find(([event]) => event === "web-contents-created")?.[1]({}, contents);
  expect(contents.setWindowOpenHandler.mock.calls[0]?.[0]({ url: "https://x" })).toEqual({ action: "deny" });
  const guarded = contents.on.mock.calls.map(([event, listener]) => {
    const preventDefault = vi.fn();
    listener({ preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
    return event;
  });
  expect(guarded.sort()).toEqual(["will-attach-webview", "will-frame-navigate", "will-navigate", "will-redirect"]);
});
