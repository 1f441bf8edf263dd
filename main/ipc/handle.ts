import type { IpcMain, IpcMainInvokeEvent, WebContents } from "electron";
import { z } from "zod";
import { type Log, toFailure } from "../app/failure";
import { type InvokeChannel, invokeChannels } from "./channels";
import { type Answer, type Contract, contract, type Response } from "./contract";

type Parsed<C extends InvokeChannel> = z.output<Contract[C]["request"]>;

/** One function per channel; `sender` is the window that asked. */
export type Handlers = {
  [C in InvokeChannel]: (request: Parsed<C>, sender: WebContents) => Promise<Response<C>> | Response<C>;
};

/** The handlers of all channels of these areas: what stands before the colon. */
export type HandlersOf<Area extends string> = Pick<Handlers, Extract<InvokeChannel, `${Area}:${string}`>>;

/** The part of an event that tells who is asking. */
export type Sender = Pick<IpcMainInvokeEvent, "senderFrame" | "sender">;

/** Only the top frame of our own page may ask; a frame that is gone already asks for nothing any more. */
export function isOurPage(event: Sender, origin: string): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null) return false;
  if (!URL.canParse(frame.url)) return false;
  const { protocol, host } = new URL(frame.url);
  return `${protocol}//${host}` === origin;
}

/**
 * Answers every channel of the contract. The only file that may touch ipcMain.
 * @param checkAnswers parse answers too: a handler that breaks the contract shows in development and tests.
 */
export function handleAll(
  ipc: Pick<IpcMain, "handle">,
  handlers: Handlers,
  options: { origin: string; log: Log; checkAnswers: boolean },
): void {
  for (const channel of invokeChannels) {
    ipc.handle(channel, (event, request: unknown) => answer(channel, handlers[channel], event, request, options));
  }
}

async function answer<C extends InvokeChannel>(
  channel: C,
  handler: Handlers[C],
  event: Sender,
  request: unknown,
  options: { origin: string; log: Log; checkAnswers: boolean },
): Promise<Answer<Response<C>>> {
  try {
    if (!isOurPage(event, options.origin)) {
      options.log("ipc refused", { channel });
      return { ok: false, failure: { code: "permission", message: "This page may not ask Punchcard.", saved: "no" } };
    }
    const parsed = contract[channel].request.safeParse(request);
    if (!parsed.success) {
      const message = `Not understood: ${z.prettifyError(parsed.error)}`;
      return { ok: false, failure: { code: "argument", message, saved: "no" } };
    }
    const value = await handler(parsed.data as Parsed<C>, event.sender);
    if (options.checkAnswers) contract[channel].response.parse(value);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, failure: toFailure(error, (what, detail) => options.log(what, { channel, ...detail })) };
  }
}
