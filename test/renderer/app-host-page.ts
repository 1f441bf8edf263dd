import { AppBridge, type McpUiHostContext, PostMessageTransport } from "@modelcontextprotocol/ext-apps/app-bridge";

/** What the test gives the host, and what it looks at afterwards. */
declare global {
  interface Window {
    /** Goes to the server, outside of the page. */
    callTool(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>>;
    host: {
      open(view: { html: string; look: McpUiHostContext; asked: object; answer: object }): Promise<void>;
      /** What the view told the model. */
      told: string[];
    };
  }
}

const told: string[] = [];

/** The host of an MCP App, as the protocol's own library has it: a sandboxed frame without an origin. */
async function open({
  html,
  look,
  asked,
  answer,
}: {
  html: string;
  look: McpUiHostContext;
  asked: object;
  answer: object;
}) {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.title = "Week";
  document.body.replaceChildren(frame);
  const inside = frame.contentWindow;
  if (!inside) throw new Error("the frame has no window");
  const bridge = new AppBridge(
    null,
    { name: "test-host", version: "1" },
    { serverTools: {}, updateModelContext: { text: {} } },
    { hostContext: look },
  );
  bridge.oncalltool = async ({ name, arguments: args }) => (await window.callTool(name, args ?? {})) as never;
  bridge.onupdatemodelcontext = async ({ content }) => {
    told.push(JSON.stringify(content));
    return {};
  };
  bridge.onsizechange = ({ height }) => {
    if (height !== undefined) frame.style.height = `${height}px`;
  };
  const isReady = new Promise<void>((done) => {
    bridge.oninitialized = () => done();
  });
  await bridge.connect(new PostMessageTransport(inside, inside));
  frame.srcdoc = html;
  await isReady;
  await bridge.sendToolInput({ arguments: asked as Record<string, unknown> });
  await bridge.sendToolResult(answer as never);
}

window.host = { open, told };
