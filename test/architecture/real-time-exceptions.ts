/**
 * Files that may use real time, each with its reason: they start real processes, or serve such processes.
 */
export const allowedFiles: Readonly<Record<string, string>> = {
  "test/build/launcher-program.test.ts": "starts the compiled launcher",
  "test/e2e/app.ts": "starts the app, and waits for its windows and processes",
  "test/e2e/story.ts": "reads the clock that a started app uses, and waits for the transition between themes",
  "test/fakes/calamari-gateway/index.ts": "its clock continues in real time for programs that a test starts",
  "test/fakes/calamari-gateway/store.ts": "sessions of the authorization server expire by the clock of its library",
  "test/fakes/calamari/index.ts": "its clock continues in real time for programs that a test starts",
  "test/fakes/clockodo/index.ts": "its clock continues in real time for programs that a test starts",
  "test/fakes/fault-proxy.ts": "delays a response, which a run asks for",
  "test/fakes/hostile/index.ts": "sends a response slowly, so that a real timeout ends it",
  "test/fakes/kimai/failures.ts": "delays a response, which a test asks for",
  "test/fakes/kimai/index.ts": "its clock continues in real time for programs that a test starts",
  "test/fakes/team/balancer.ts": "checks the health of started servers",
  "test/fakes/windows/wine.ts": "waits for a started program",
  "test/integration/team/replicas.test.ts":
    "starts servers and a database; nightly, their leases expire by the clock of the database",
  "test/integration/server.ts": "starts the server, and waits for what it sends",
  "test/main/clients/claude-program.test.ts": "starts programs that hang",
  "test/main/fixtures.ts": "delays a response by the fake timers of the test that asks for it",
  "test/main/server/fake-server.mjs": "is a started program",
  "test/main/timer/kill.test.ts": "starts programs that it kills",
  "test/mcp-server/cli/host.test.ts": "starts a server",
  "test/mcp-server/core/confirmation/start-app.test.ts":
    "starts programs; the deadline of a call is an instant of the real clock",
  "test/mcp-server/core/platform/state/is-alive.test.ts": "starts a program that runs until it is ended",
  "test/mcp-server/core/services/local/file.test.ts": "starts programs that it kills",
  "test/mcp-server/team/oauth/client-documents.test.ts": "sends a response slowly, so that a real timeout ends it",
  "test/mcp-server/team/store/shared-clock.test.ts": "compares the clocks of a started database and of this machine",
};

/** To be removed: files that still use real time. No file may be added to this list. */
export const remainingFiles: readonly string[] = [
  "test/mcp-server/cli/team-commands.test.ts",
  "test/mcp-server/core/services/calamari/limits.test.ts",
  "test/mcp-server/core/services/local/size.test.ts",
  "test/mcp-server/team/accounts/sealed-credential.test.ts",
  "test/mcp-server/team/hostile/every-endpoint.test.ts",
  "test/mcp-server/team/http/mcp-endpoint.test.ts",
  "test/renderer/list-speed.ts",
  "test/renderer/team/activity.test.ts",
  "test/renderer/team/approve.test.ts",
  "test/renderer/team/company.ts",
  "test/renderer/team/consent.test.ts",
  "test/renderer/team/framing.test.ts",
  "test/renderer/team/health.test.ts",
  "test/renderer/team/home.test.ts",
  "test/renderer/team/hostile.test.ts",
  "test/renderer/team/people.test.ts",
  "test/renderer/window.ts",
];
