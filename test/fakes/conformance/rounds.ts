import { randomBytes } from "node:crypto";
import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  createRequestStateCodec,
  type ElicitInputParams,
  type InputRequests,
  type InputRequiredResult,
  inputRequired,
  MissingRequiredClientCapabilityError,
  type ServerContext,
} from "@modelcontextprotocol/server";

/** Tools that ask the client for something before they answer (SEP-2322), as the suite calls them. */
export const stateCodec = createRequestStateCodec<{ round: number }>({ key: randomBytes(32) });

type Answer = CallToolResult | InputRequiredResult;
type Run = (ctx: ServerContext) => Promise<Answer> | Answer;

const said = (words: string): CallToolResult => ({ content: [{ type: "text", text: words }] });
const form = (message: string, field: string, type: "string" | "boolean" = "string") =>
  inputRequired.elicit({
    message,
    requestedSchema: { type: "object", properties: { [field]: { type } }, required: [field] },
  } as ElicitInputParams);
const sample = (words: string, maxTokens: number) =>
  inputRequired.createMessage({ messages: [{ role: "user", content: { type: "text", text: words } }], maxTokens });

const answersOf = (ctx: ServerContext): Record<string, Record<string, unknown>> =>
  (ctx.mcpReq.inputResponses ?? {}) as never;
const roundOf = (ctx: ServerContext) => ctx.mcpReq.requestState<{ round: number }>()?.round ?? 0;
const capabilitiesOf = (ctx: ServerContext) =>
  ((ctx.mcpReq as { envelope?: Record<string, unknown> }).envelope?.[CLIENT_CAPABILITIES_META_KEY] ??
    {}) as ClientCapabilities;

/** Asks until all of it is answered. */
const ask =
  (inputRequests: InputRequests, answer: (given: Record<string, Record<string, unknown>>) => string): Run =>
  (ctx) => {
    const given = answersOf(ctx);
    const isComplete = Object.keys(inputRequests).every((name) => name in given);
    return isComplete ? said(answer(given)) : inputRequired({ inputRequests });
  };

/** The same, with a state that has to come back unchanged. */
const askWithState =
  (inputRequests: InputRequests, answer: string): Run =>
  async (ctx) => {
    if (roundOf(ctx) === 1 && Object.keys(inputRequests).every((name) => name in answersOf(ctx))) return said(answer);
    return inputRequired({ inputRequests, requestState: await stateCodec.mint({ round: 1 }, ctx) });
  };

const confirm = { confirm: form("Please confirm", "ok", "boolean") };
const userName = form("What is your name?", "name");
const contentOf = (answer: Record<string, unknown> | undefined) => (answer?.content ?? {}) as Record<string, unknown>;

export const roundTools: Record<string, Run> = {
  test_missing_capability(ctx) {
    if (!capabilitiesOf(ctx).sampling)
      throw new MissingRequiredClientCapabilityError({ requiredCapabilities: { sampling: {} } });
    return said("sampling is there");
  },
  test_input_required_result_elicitation: (ctx) => {
    const { name } = contentOf(answersOf(ctx).user_name);
    return typeof name === "string"
      ? said(`Hello, ${name}!`)
      : inputRequired({ inputRequests: { user_name: userName } });
  },
  test_input_required_result_sampling: ask(
    { capital_question: sample("What is the capital of France?", 100) },
    ({ capital_question }) => String((capital_question?.content as { text?: string } | undefined)?.text),
  ),
  test_input_required_result_list_roots: ask({ client_roots: inputRequired.listRoots() }, ({ client_roots }) =>
    JSON.stringify(client_roots?.roots),
  ),
  test_input_required_result_request_state: askWithState(confirm, "state-ok"),
  test_input_required_result_tampered_state: askWithState(confirm, "integrity-ok"),
  test_input_required_result_multiple_inputs: askWithState(
    { user_name: userName, greeting: sample("Generate a greeting", 50), client_roots: inputRequired.listRoots() },
    "all of it is there",
  ),
  async test_input_required_result_multi_round(ctx) {
    const round = roundOf(ctx);
    if (round === 2) return said("done");
    const question =
      round === 0 ? form("Step 1: What is your name?", "name") : form("Step 2: What is your favorite color?", "color");
    return inputRequired({
      inputRequests: { [`step${round + 1}`]: question },
      requestState: await stateCodec.mint({ round: round + 1 }, ctx),
    });
  },
  test_input_required_result_capabilities(ctx) {
    if (Object.keys(answersOf(ctx)).length > 0) return said("answered");
    const { elicitation, sampling } = capabilitiesOf(ctx);
    return inputRequired({
      inputRequests: {
        ...(elicitation && { elicit_input: form("Elicitation input", "value") }),
        ...(sampling && { sample_input: sample("Sample request", 50) }),
      },
    });
  },
};

/** `prompts/get` asks as well. */
export const promptRound = (ctx: ServerContext) => {
  const { context } = contentOf(answersOf(ctx).user_context);
  if (typeof context !== "string")
    return inputRequired({ inputRequests: { user_context: form("What context should the prompt use?", "context") } });
  return { messages: [{ role: "user" as const, content: { type: "text" as const, text: context } }] };
};
