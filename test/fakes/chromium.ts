import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { leaveOut } from "../left-out";

/** Chromium without a window of its own first: it draws the same for a third less of the processor's time. */
const programs = ["/usr/lib/chromium/chromium-headless-shell", "/usr/bin/chromium"];
const executablePath = programs.find((program) => existsSync(program));

/** Why tests of windows cannot run here; empty where they can. */
export const whyNoChromium = executablePath ? "" : "no chromium: apt-get install -y chromium-headless-shell";
if (whyNoChromium) leaveOut(`what needs a browser; ${whyNoChromium}`);

/** @throws where there is no Chromium, see `whyNoChromium` */
export const launchChromium = (): Promise<Browser> => chromium.launch({ executablePath, args: ["--no-sandbox"] });

let shared: Promise<Browser> | undefined;

/** The one Chromium of this process, which ends with it: who opens a context closes it. */
export const sharedChromium = (): Promise<Browser> => {
  shared ??= launchChromium();
  return shared;
};
