// Another program: it has some keys and a window with the focus, until its standard input ends.
const { app, BrowserWindow, globalShortcut } = require("electron");
void app.whenReady().then(() => {
  const window = new BrowserWindow({ title: "Another program", width: 300, height: 200 });
  window.focus();
  process.stdout.write(`${globalShortcut.register(process.env.KEYS, () => undefined)}\n`);
  process.stdin.on("end", () => app.quit()).resume();
});
