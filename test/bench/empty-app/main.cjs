// The anchor for the app: an Electron that shows a tray icon and nothing else.
const { app, nativeImage, Tray } = require("electron");
app.whenReady().then(() => {
  globalThis.tray = new Tray(nativeImage.createFromPath(process.env.BENCH_ICON));
});
app.on("window-all-closed", () => {});
