import type { i18n } from "i18next";
import type { ReactNode } from "react";
import { type UseTranslationResponse, useTranslation } from "react-i18next";
import { descriptorOf } from "#core/service-catalog/descriptors";
import type { AccountView } from "#main/ipc/contract/accounts";
import type { Failure } from "#main/ipc/contract/index";
import type en from "../i18n/en.json";
import { isWebPage } from "../lib/bridge";
import { serverSentence, wordedSentence } from "../lib/server-sentence";
import { Notice } from "./notice";
import { ServerText } from "./server-text";

/** Whose words a failure is told in: a service's, or those of an account that was signed in to and has no key. */
type Words = AccountView["service"] | "signed_in";

export const wordsOf = (account: AccountView | null): Words | undefined =>
  account?.signedIn ? "signed_in" : account?.service;

type Texts = (typeof en)["failure"];
/** Codes whose words we know in each language; of others main's own message is shown. */
type Code = { [K in keyof Texts]: Texts[K] extends { title: string } ? K : never }[keyof Texts];

/** First the words for a team's pages (`tls_on_server`), then those of the service (`offline_<service>`), where there are any. */
const knownCode = (i18n: i18n, code: string, service?: Words): Code | undefined =>
  [...(isWebPage() ? [`${code}_on_server`] : []), `${code}_${service}`, code].find((known): known is Code =>
    i18n.exists(`failure.${known}.title`),
  );

/** Here the message names what exactly was wrong (a certificate, an address), which our sentence cannot. */
const exact: readonly string[] = [
  "tls",
  "redirected",
  "not_this_product",
  "forbidden",
  "keychain",
  "unsupported",
  "import_unclosed_quote",
  "import_unknown_columns",
];

/** Codes of many messages, each of which says more than ours: in English they are told as they are. */
const general: readonly string[] = [
  "conflict",
  "locked",
  "invalid",
  "time",
  "unknown",
  "ambiguous",
  "permission",
  "policy",
  "argument",
  "internal",
  "server_down",
];

const inEnglish = ({ language }: i18n) => language.startsWith("en");

/** What happened in one sentence, in the person's language where the code is known. */
function titleOf(
  { t, i18n }: Pick<UseTranslationResponse<"translation", undefined>, "t" | "i18n">,
  failure: Failure,
  place: string,
  service?: Words,
) {
  const code = knownCode(i18n, failure.code, service);
  const worded = wordedSentence(failure.message);
  const isSaid = code && general.includes(code) && (inEnglish(i18n) || worded !== undefined);
  return code && !isSaid ? t(`failure.${code}.title`, { place }) : (worded ?? serverSentence(failure.message));
}

/** What the server advises here is about an address; a service that has only one needs other advice. */
const aboutAddress: readonly string[] = ["offline", "tls", "redirected"];

const hasOneAddress = (service: Words | undefined): boolean => {
  const { credential } = service && service !== "signed_in" ? descriptorOf(service) : { credential: null };
  return credential !== null && !credential.asks.includes("url");
};

export function useFailureTitle(): (failure: Failure, place: string, service?: Words) => string {
  const words = useTranslation();
  return (failure, place, service) => titleOf(words, failure, place, service);
}

interface Props {
  failure: Failure;
  /** Which service it is about, where its words differ from the others'. */
  service?: Words;
  /** The service or its host, for the sentence: `Kimai`. */
  place?: string;
  /** Instead of the code's own title: `Clock out at 11:12 was not saved`; what happened follows it then. */
  title?: string;
  /** Whether what failed was a write: only then it matters whether anything was saved. */
  write?: boolean;
  /** Instead of the sentence about saving. */
  saved?: ReactNode;
  children?: ReactNode;
}

/** What happened, whether anything was saved, and the next step. */
export function FailureNotice({ failure, service, place, title, write = false, saved, children }: Props) {
  const words = useTranslation();
  const { t, i18n } = words;
  const code = knownCode(i18n, failure.code, service);
  const name = place || t("failure.service");
  const sentence = titleOf(words, failure, name, service);
  const english = inEnglish(i18n);
  /** Under a title of its own the exact words say more than ours, where they are in the person's language. */
  const exactly = serverSentence(failure.message);
  const happened = title && english ? exactly : sentence;
  const addressed = hasOneAddress(service) && failure.saved === "no" && aboutAddress.includes(failure.code);
  const next =
    (english && !addressed && failure.next && serverSentence(failure.next)) ||
    (code ? t(`failure.${code}.next`, { place: name }) : failure.next && serverSentence(failure.next));
  const fields = Object.values(failure.fields ?? {}).map(serverSentence);
  const message =
    (exact.includes(failure.code) ||
      general.includes(failure.code) ||
      (service === "signed_in" && english && code === "unauthorized_signed_in")) &&
    exactly !== happened &&
    exactly !== sentence
      ? failure.message
      : "";
  return (
    <Notice tone="danger" alert title={title ?? sentence}>
      {title && <p className="plain">{happened}</p>}
      {(message || failure.detail) && (
        <p className="plain">
          {message && <ServerText text={message} />} {failure.detail && <code>{failure.detail}</code>}
        </p>
      )}
      {fields.length > 0 && <p className="plain">{fields.join(" ")}</p>}
      {(saved || write) && <p className="plain">{saved ?? t(`failure.saved.${failure.saved}`)}</p>}
      {next && (
        <p className="plain">
          <b className="medium">{t("failure.next")}</b> {next}
        </p>
      )}
      {failure.candidates && failure.candidates.length > 0 && (
        <p className="plain">
          {t("failure.candidates")} {failure.candidates.map(({ name: candidate }) => candidate).join(", ")}
        </p>
      )}
      {children}
    </Notice>
  );
}
