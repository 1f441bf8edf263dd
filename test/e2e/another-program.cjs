// Another program: it has some keys and a window, and says whether and which (an X11 id), until its standard input ends.
const { app, BrowserWindow, globalShortcut } = require("electron");
void app.whenReady().then(() => {
  const window = new BrowserWindow({ title: "Another program", width: 300, height: 200 });
  window.focus();
  const hasKeys = globalShortcut.register(process.env.KEYS, () => undefined);
  process.stdout.write(`${JSON.stringify({ hasKeys, window: window.getNativeWindowHandle().readUInt32LE(0) })}\n`);
  process.stdin.on("end", () => app.quit()).resume();
});
