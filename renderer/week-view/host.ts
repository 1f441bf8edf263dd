import { App } from "@modelcontextprotocol/ext-apps";

export interface ToolAnswer {
  isError: boolean;
  data: Record<string, unknown>;
  /** What a model would have read. */
  text: string;
}

export interface HostLook {
  language: string;
  theme: "light" | "dark" | null;
}

/** The chat around the view: all that it may do goes through it. */
export interface Host {
  /** Calls a tool of the server with the checks and questions of any other call. @throws where no answer came */
  call(tool: string, args: object): Promise<ToolAnswer>;
  /** Tells the model what the person did here, so that it does not do it again. */
  tell(text: string): void;
}

interface Listeners {
  look(look: HostLook): void;
  /** The answer for which the view was opened, and what had been asked. */
  opened(answer: ToolAnswer, asked: Record<string, unknown>): void;
}

const answerOf = (result: { isError?: boolean; structuredContent?: unknown; content?: unknown }): ToolAnswer => ({
  isError: result.isError === true,
  data: (result.structuredContent ?? {}) as Record<string, unknown>,
  text: ((result.content ?? []) as { text?: string }[]).map(({ text = "" }) => text).join("\n"),
});

export async function connectHost({ look, opened }: Listeners): Promise<Host> {
  const app = new App({ name: "punchcard-week", version: "1" }, {}, { autoResize: true });
  let asked: Record<string, unknown> = {};
  app.ontoolinput = (params) => {
    asked = params.arguments ?? {};
  };
  app.ontoolresult = (result) => opened(answerOf(result), asked);
  const tellLook = () => {
    const context = app.getHostContext();
    look({ language: context?.locale ?? navigator.language, theme: context?.theme ?? null });
  };
  app.onhostcontextchanged = tellLook;
  await app.connect();
  tellLook();
  return {
    call: async (name, args) => answerOf(await app.callServerTool({ name, arguments: { ...args } })),
    tell: (text) => {
      if (app.getHostCapabilities()?.updateModelContext)
        void app.updateModelContext({ content: [{ type: "text", text }] }).catch(() => undefined);
    },
  };
}
