// Draws build/icons/*.svg as the PNG and ICO files that trays and packagers want. Run it after changing a drawing:
//   node build/make-icons.mjs
// Tray names: <state>-<panel>.png (and @2x) where panel is light or dark: black drawings for light panels, white for
// dark ones. macOS takes <state>Template.png, Windows <state>-<panel>.ico.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { root } from "./setup.mjs";

const icons = join(root, "build/icons");
const tray = join(icons, "tray");
mkdirSync(tray, { recursive: true });

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const page = await browser.newPage();

async function draw(name, size, colour) {
  const svg = readFileSync(join(icons, `${name}.svg`), "utf8").replace('color="#000"', `color="${colour}"`);
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

/** An ICO file whose pictures are PNGs, which Windows has read since Vista. */
function ico(pictures) {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach(({ size, png }, index) => {
    const at = 6 + 16 * index;
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  });
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

for (const state of ["idle", "working", "break", "unreachable"]) {
  for (const [panel, colour] of [
    ["light", "#000"],
    ["dark", "#fff"],
  ]) {
    writeFileSync(join(tray, `${state}-${panel}.png`), await draw(`tray-${state}-22`, 22, colour));
    writeFileSync(join(tray, `${state}-${panel}@2x.png`), await draw(`tray-${state}-22`, 44, colour));
    const pictures = [];
    for (const size of [16, 32, 48]) pictures.push({ size, png: await draw(`tray-${state}-16`, size, colour) });
    writeFileSync(join(tray, `${state}-${panel}.ico`), ico(pictures));
  }
  writeFileSync(join(tray, `${state}Template.png`), await draw(`tray-${state}-18`, 18, "#000"));
  writeFileSync(join(tray, `${state}Template@2x.png`), await draw(`tray-${state}-18`, 36, "#000"));
}
const app = [];
for (const size of [16, 32, 48, 256]) app.push({ size, png: await draw("app-icon", size, "#000") });
writeFileSync(join(icons, "icon.ico"), ico(app));
writeFileSync(join(icons, "icon.png"), await draw("app-icon", 1024, "#000"));
// Menus look in the folders of the hicolor theme, which has none for 1024.
mkdirSync(join(icons, "linux"), { recursive: true });
for (const size of [16, 24, 32, 48, 64, 128, 256, 512])
  writeFileSync(join(icons, "linux", `${size}x${size}.png`), await draw("app-icon", size, "#000"));
// The size that Claude Desktop shows extensions in.
writeFileSync(join(root, "build/mcpb/icon.png"), await draw("app-icon", 512, "#000"));
await browser.close();
