/** The page that clients with MCP Apps show beside list_time, log_time and report_time (extension io.modelcontextprotocol/ui). */
export const weekViewUri = "ui://punchcard/week";

/** Loads nothing and connects to nothing: all that it does goes through its host. ChatGPT reads its own name for that. */
const reachesNothing = {
  ui: { csp: { connectDomains: [], resourceDomains: [] }, prefersBorder: false },
  "openai/widgetCSP": { connect_domains: [], resource_domains: [] },
};

export const weekViewResource = {
  uri: weekViewUri,
  name: "week",
  title: "Week",
  description: "The week as it is booked, with proposals to check before they are booked",
  mimeType: "text/html;profile=mcp-app",
  _meta: reachesNothing,
};
