import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AccountView, Failure } from "../../main/ipc/contract";
import { Notice } from "./notice";

/** Whose words a failure is told in: a service's, or those of an account that was signed in to and has no key. */
type Words = AccountView["service"] | "signed_in";

export const wordsOf = (account: AccountView | null): Words | undefined =>
  account?.signedIn ? "signed_in" : account?.service;

/** Codes whose words we know in each language; of others main's own message is shown. */
const codes = [
  "offline",
  "tls",
  "unprotected",
  "timeout",
  "redirected",
  "not_this_product",
  "unauthorized",
  "no_secret",
  "keychain",
  "forbidden",
  "not_found",
  "nothing_running",
  "rate_limited",
  "unavailable",
  "unsupported",
  "damaged",
  "broken_off",
  "not_sent",
  "cancelled",
  // The service is not any more what this version of Punchcard can speak to.
  "removed",
  // The same where a service is entered by e-mail address and key, and has one address for everybody.
  "offline_clockodo",
  "tls_clockodo",
  "redirected_clockodo",
  "not_this_product_clockodo",
  "unauthorized_clockodo",
  "no_secret_clockodo",
  // A company's address, its key, and one of its people.
  "unauthorized_calamari",
  "forbidden_calamari",
  "no_secret_calamari",
  // Connected without a key, by signing in to the service.
  "unauthorized_signed_in",
  "forbidden_signed_in",
  "no_secret_signed_in",
  // While it is connected: these are then about what was typed in.
  "nobody",
  "scope",
  "no_company",
] as const;
type Code = (typeof codes)[number];
const knownCode = (code: string, service?: Words): Code | undefined =>
  codes.find((known) => known === `${code}_${service}`) ?? codes.find((known) => known === code);

/** Here the message names what exactly was wrong (a certificate, an address), which our sentence cannot. */
const exact: readonly string[] = ["tls", "redirected", "not_this_product", "forbidden", "keychain", "unsupported"];

/** What the server advises here is about an address; a service that has only one needs other advice. */
const aboutAddress: readonly string[] = ["offline", "tls", "redirected"];

/** What happened in one sentence, in the person's language where the code is known. */
export function useFailureTitle(): (failure: Failure, place: string, service?: Words) => string {
  const { t } = useTranslation();
  return (failure, place, service) => {
    const code = knownCode(failure.code, service);
    return code ? t(`failure.${code}.title`, { place }) : failure.message;
  };
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
  const { t, i18n } = useTranslation();
  const code = knownCode(failure.code, service);
  const name = place || t("failure.service");
  const sentence = code ? t(`failure.${code}.title`, { place: name }) : failure.message;
  const english = i18n.language.startsWith("en");
  /** Under a title of its own the exact words say more than ours, where they are in the person's language. */
  const happened = title && english ? failure.message : sentence;
  const addressed = service === "clockodo" && failure.saved === "no" && aboutAddress.includes(failure.code);
  const next =
    (english && !addressed && failure.next) || (code ? t(`failure.${code}.next`, { place: name }) : failure.next);
  const fields = Object.values(failure.fields ?? {});
  const message =
    (exact.includes(failure.code) || (service === "signed_in" && english && code === "unauthorized_signed_in")) &&
    failure.message !== happened &&
    failure.message !== sentence
      ? failure.message
      : "";
  return (
    <Notice tone="danger" alert title={title ?? sentence}>
      {title && <p className="plain">{happened}</p>}
      {(message || failure.detail) && (
        <p className="plain">
          {message} {failure.detail && <code>{failure.detail}</code>}
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
