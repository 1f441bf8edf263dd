import type { InvokeChannel } from "#main/ipc/channels";
import type { Answer, Request, Response } from "#main/ipc/contract/index";

/** What answers the app's components on web pages; other channels are refused. */
export type Handlers = { [C in InvokeChannel]?: (request: Request<C>) => Promise<Answer<Response<C>>> };
