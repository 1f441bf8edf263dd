import type { App, Session, WebPreferences } from "electron";

/** Our pages and nothing else; https-like origin, so that frames and storage have one. */
export const scheme = "app";
export const origin = `${scheme}://punchcard`;

/** Every window has exactly these; tests compare the whole object. */
export function webPreferences(preload: string, packaged: boolean): WebPreferences {
  return {
    preload,
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
    devTools: !packaged,
  };
}

/** The one style element that react-aria makes itself (touch-action of pressable things); a test holds it to its text. */
const reactAriaStyle = "'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o='";

/** `style-src-attr`: positions that react-aria computes are style attributes; no other style element or sheet may be inline. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  `style-src 'self' ${reactAriaStyle}`,
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const isOurs = (url: string) => url === origin || url.startsWith(`${origin}/`);

/** Windows reach our pages only: every other request, permission and device is refused. */
export function secureSession(
  session: Pick<
    Session,
    | "webRequest"
    | "setPermissionRequestHandler"
    | "setPermissionCheckHandler"
    | "setDevicePermissionHandler"
    | "setSpellCheckerEnabled"
  >,
  packaged: boolean,
): void {
  session.webRequest.onBeforeRequest((details, callback) => {
    const tools = !packaged && /^(devtools|chrome-extension):\/\//.test(details.url);
    callback({ cancel: !isOurs(details.url) && !details.url.startsWith("data:image/") && !tools });
  });
  session.setPermissionRequestHandler((_contents, _permission, callback) => callback(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
}

/** No page opens windows, embeds others or goes elsewhere; also pages that some future code might make. */
export function guardContents(app: Pick<App, "on">): void {
  app.on("web-contents-created", (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: "deny" }));
    contents.on("will-attach-webview", (event) => event.preventDefault());
    contents.on("will-navigate", (event) => event.preventDefault());
    contents.on("will-frame-navigate", (event) => event.preventDefault());
    contents.on("will-redirect", (event) => event.preventDefault());
  });
}
