import { isProtected } from "../../domain/address";
import { type Saved, ServiceError, type ServiceErrorKind } from "../../domain/errors";
import type { MessageText } from "../../messages/catalog";
import { message } from "../../messages/message";
import { notPublicCode } from "../../platform/public-address";

/** A request that failed, as far as its error has to speak of it. */
export interface Failed {
  /** `Kimai`, `Clockodo`, …: what the person calls the service. */
  product: string;
  /** Scheme and host of the service. */
  origin: string;
  /** It could have changed something. */
  write: boolean;
  requestId: string;
  /** It was sent by a team's server, whose certificates the person cannot choose. */
  onServer?: boolean;
}

/** What an adapter knows better about an error answer. Absent members keep the general reading. */
export interface Explained {
  kind?: ServiceErrorKind;
  message?: MessageText;
  next?: MessageText;
  fields?: Record<string, string>;
  /** Seconds, where the body tells what the header does not. */
  retryAfter?: number;
}

function codesOf(error: unknown, depth = 0): string[] {
  if (!(error instanceof Error) || depth > 4) return [];
  const code = (error as { code?: unknown }).code;
  const inner = error instanceof AggregateError ? error.errors.flatMap((each) => codesOf(each, depth + 1)) : [];
  return [...(typeof code === "string" ? [code] : []), ...inner, ...codesOf(error.cause, depth + 1)];
}

const tlsCode = /^(CERT_|ERR_TLS|ERR_SSL|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|EPROTO)/;
/** The other side does not speak TLS at all (OpenSSL's words for bytes that are none of it). */
const plainCode = /^ERR_SSL_(WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNKNOWN_PROTOCOL|RECORD_LAYER)/;
/** Nothing was sent: there was no connection to send it on. */
const beforeSending = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENETDOWN",
  "EHOSTDOWN",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
]);
const silence = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT", "ETIMEDOUT"]);

/** The connection ended under the request; a read may simply be sent again. */
export const isReset = (error: unknown) =>
  codesOf(error).some((code) => ["ECONNRESET", "EPIPE", "UND_ERR_SOCKET", "ECONNABORTED"].includes(code));

/** What a failed connection means. */
export function connectionError(cause: unknown, failed: Failed): ServiceError {
  const codes = codesOf(cause);
  const about = { requestId: failed.requestId, cause, detail: codes[0] };
  const host = new URL(failed.origin).host;
  const lost: Saved = failed.write ? "unknown" : "no";
  const tls = codes.find((code) => tlsCode.test(code));
  if (tls && plainCode.test(tls))
    return new ServiceError("tls", message("host_without_tls", { host }), {
      ...about,
      detail: tls,
      next: `Check the address and port. If it really has no https, write http://${host}: the token then travels unprotected.`,
    });
  if (tls)
    return new ServiceError("tls", message("certificate_not_trusted", { host }), {
      ...about,
      detail: tls,
      next: failed.onServer
        ? message("check_address_or_server_certificates")
        : "Check the address, or choose the file with your organisation's CA certificate.",
    });
  if (codes.includes(notPublicCode))
    return new ServiceError("forbidden", message("host_in_blocked_network", { host }), {
      ...about,
      next: "Ask who runs this Punchcard to list the address under the company's settings.",
    });
  const unsent = codes.find((code) => beforeSending.has(code));
  if (unsent === "UND_ERR_CONNECT_TIMEOUT")
    return new ServiceError("timeout", message("host_no_response", { host }), {
      ...about,
      detail: unsent,
      next: "Check the network, a VPN or proxy, and the address.",
    });
  if (unsent)
    return new ServiceError("offline", message("host_unreachable", { host }), {
      ...about,
      detail: unsent,
      next: "Check the network and the address, then try again.",
    });
  const silent = codes.find((code) => silence.has(code));
  if (silent)
    return new ServiceError("timeout", message("service_timeout", { product: failed.product, host }), {
      ...about,
      detail: silent,
      saved: lost,
      next: failed.write ? "Look whether it was saved before you do it again." : message("try_again_soon"),
    });
  return new ServiceError("offline", message("connection_lost", { host }), {
    ...about,
    saved: lost,
    next: failed.write
      ? "Look whether it was saved before you do it again."
      : `Try again in a moment.${failed.origin.startsWith("http:") ? " If it stays so, the address may have to begin with https://." : ""}`,
  });
}

/**
 * Whatever the settings say, a credential of this product is not sent where it can be read on its way.
 * @throws ServiceError `tls` for an address that is neither https nor on this computer
 */
export function demandProtected(address: string, product: string): void {
  if (isProtected(address)) return;
  const { host } = new URL(address);
  throw new ServiceError("tls", message("plain_http_refused", { product, host }), {
    next: `Connect the account again with https://${host}.`,
  });
}

/** A refusal that is not in the product's own form: something in front of it asks for a sign-in of its own. */
export const refusedInFront = ({ origin, product }: Failed): Explained => ({
  kind: "not_this_product",
  message: message("refused_by_proxy", { origin, product }),
  next: `Ask who runs it how programs reach ${product}'s API.`,
});

/** An answer that is not what the product speaks: a proxy's page, another program, a wrong path. */
export function notThisProduct(failed: Failed, detail: string): ServiceError {
  return new ServiceError(
    "not_this_product",
    message("not_this_product", { origin: failed.origin, product: failed.product }),
    {
      requestId: failed.requestId,
      detail,
      saved: failed.write ? "unknown" : "no",
      next: `Check the address: it must be the one under which ${failed.product} opens in the browser.`,
    },
  );
}

export function redirectError(failed: Failed, status: number, location: string | null): ServiceError {
  let target: URL | null = null;
  try {
    target = location === null ? null : new URL(location, failed.origin);
  } catch {
    // An unreadable target is reported as none.
  }
  // `file:` and `javascript:` are no places that a service could be at, and have no origin that could be shown.
  if (target && !/^https?:$/.test(target.protocol)) target = null;
  if (target === null)
    return new ServiceError("redirected", message("redirect_without_address", { origin: failed.origin }), {
      requestId: failed.requestId,
      saved: failed.write ? "unknown" : "no",
      detail: `HTTP ${status}`,
      next: `Check the address, with its path, under which ${failed.product} opens in the browser.`,
    });
  const elsewhere = target.origin !== failed.origin;
  return new ServiceError(
    "redirected",
    elsewhere
      ? message("redirected_elsewhere", { origin: failed.origin, target: target.origin })
      : message("redirected_to_page", { origin: failed.origin, product: failed.product }),
    {
      requestId: failed.requestId,
      saved: failed.write ? "unknown" : "no",
      detail: `HTTP ${status}`,
      next: elsewhere
        ? `If you trust it, use ${target.origin} as the address.`
        : `Check the address, with its path, under which ${failed.product} opens in the browser.`,
    },
  );
}

function general(status: number, failed: Failed): { kind: ServiceErrorKind; message: MessageText; next?: MessageText } {
  const { product } = failed;
  if (status === 401)
    return {
      kind: "unauthorized",
      message: message("credential_rejected", { product }),
      next: "Enter a new credential for this account where it was connected to Punchcard.",
    };
  const administrator = `Ask the administrator of your ${product}.`;
  if (status === 403)
    return { kind: "forbidden", message: message("service_forbids", { product }), next: administrator };
  if (status === 404 || status === 410)
    return {
      kind: "not_found",
      message: message("service_not_found", { product }),
      next: "It may have been deleted, or its id is another one: look for it again.",
    };
  if (status === 409)
    return {
      kind: "conflict",
      message: message("service_conflict", { product }),
      next: "Look what is there now, then try again.",
    };
  if (status === 423) return { kind: "locked", message: message("service_locked", { product }), next: administrator };
  if (status === 429)
    return {
      kind: "rate_limited",
      message: message("service_rate_limited", { product }),
      next: "Wait, then try again.",
    };
  if (status >= 500 || status === 408)
    return {
      kind: "unavailable",
      message: message("service_unavailable", { product }),
      next: "Try again in a moment.",
    };
  return {
    kind: "invalid",
    message: message("service_rejects_values", { product }),
    next: "Correct them, then try again.",
  };
}

/**
 * Returns the error for a status. Unless the product itself refused, a write may have been executed.
 * @param more.own the answer has the form in which the product refuses
 * @param more.explained what the adapter read from the body
 */
export function statusError(
  status: number,
  failed: Failed,
  more: { own: boolean; retryAfter?: number; explained?: Explained },
): ServiceError {
  const usual = general(status, failed);
  const { explained = {} } = more;
  return new ServiceError(explained.kind ?? usual.kind, explained.message ?? usual.message, {
    saved: failed.write && !more.own ? "unknown" : "no",
    next: explained.next ?? usual.next,
    fields: explained.fields,
    retryAfter: more.retryAfter ?? explained.retryAfter,
    requestId: failed.requestId,
    detail: `HTTP ${status}`,
    status,
  });
}
