import { join } from "node:path";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { build } from "vite";
import { onTestFinished } from "vitest";
import { sharedChromium } from "../fakes/chromium";

export interface HostOptions {
  language?: string;
  theme?: "light" | "dark";
  width?: number;
}

type CallTool = (name: string, args: Record<string, unknown>) => Promise<object>;

/** A chat in a real browser that shows views of MCP servers. */
export class AppHost {
  private constructor(
    private readonly browser: Browser,
    private readonly script: string,
  ) {}

  static async start(): Promise<AppHost> {
    const built = await build({
      configFile: false,
      logLevel: "error",
      build: {
        write: false,
        lib: { entry: join(import.meta.dirname, "app-host-page.ts"), formats: ["iife"], name: "host" },
      },
    });
    const [first] = Array.isArray(built) ? built : [built];
    const chunk = first && "output" in first ? first.output[0] : undefined;
    if (chunk?.type !== "chunk") throw new Error("the host was not built");
    return new AppHost(await sharedChromium(), chunk.code);
  }

  /** Opens a view with the answer of a tool, for the current test. What it asks for over the network and complains about is in `problems`. */
  async open(view: { html: string; asked: object; answer: object; callTool: CallTool }, options: HostOptions = {}) {
    const { language = "en", theme = "light", width = 720 } = options;
    const context = await this.browser.newContext({ viewport: { width, height: 640 }, colorScheme: theme });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    // Before the test's own time is over, so that it says what it waited for.
    page.setDefaultTimeout(10_000);
    const problems: string[] = [];
    page.on("request", (request) => {
      if (!/^(about|data):/.test(request.url())) problems.push(`request ${request.url()}`);
    });
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    await page.setContent(
      '<!doctype html><html lang="en"><title>Chat</title><style>body{margin:8px}iframe{width:100%;border:0}</style><body>',
    );
    await page.exposeFunction("callTool", view.callTool);
    await page.addScriptTag({ content: this.script });
    const { html, asked, answer } = view;
    await page.evaluate((given) => window.host.open(given), { html, asked, answer, look: { locale: language, theme } });
    return { page, frame: page.frameLocator("iframe"), problems, told: () => page.evaluate(() => window.host.told) };
  }
}

export type OpenedView = { page: Page; frame: FrameLocator; problems: string[]; told(): Promise<string[]> };
