import type { ServerResponse } from "node:http";
import type { MessageText } from "#core/messages/catalog";
import { withCodes } from "#core/messages/message";
import type { Problem } from "../api/contract";

/** Nothing may load, run or frame anything unless a page says so. */
const policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'";

/** Headers of every answer, set before anything else is. @param secure the public address is https */
export function secureHeaders(response: ServerResponse, secure: boolean): void {
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.setHeader("X-Frame-Options", "DENY");
  response.setHeader("Content-Security-Policy", policy);
  // Not "no-referrer": browsers would then send forms of our own with the origin "null".
  response.setHeader("Referrer-Policy", "same-origin");
  response.setHeader("Cache-Control", "no-store");
  response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
  response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
  if (secure) response.setHeader("Strict-Transport-Security", "max-age=31536000");
}

/** Messages in the body are sent as codes, which pages render in their language. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(withCodes(body)));
}

/** Sends a refusal: a code for programs and a message for users. */
export const sendProblem = (response: ServerResponse, status: number, error: string, message: MessageText) =>
  sendJson(response, status, { error, message } satisfies Problem);

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location });
  response.end();
}
