import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { AsideView } from "#main/ipc/contract/asides";
import { useCall } from "../lib/call";
import { momentOf } from "../lib/format";
import { useApp } from "../lib/store";
import { Button, LinkButton } from "../ui/button";
import { FailureNotice } from "../ui/failure";
import { Notice } from "../ui/notice";
import "./aside-files.css";

/** What could not be used and was put aside, one by one until it is dismissed; and that clicks are not kept. */
export function AsideFiles() {
  const { t } = useTranslation();
  const { asides, clicksKept } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const shown = useRef(asides.length);
  useEffect(() => {
    // The button that was pressed is gone with its notice.
    if (asides.length < shown.current && document.activeElement === document.body)
      (box.current ?? document.querySelector("main"))?.querySelector<HTMLElement>("button")?.focus();
    shown.current = asides.length;
  }, [asides.length]);
  return (
    <>
      {!clicksKept && (
        <Notice tone="danger" alert title={t("asides.notKept")}>
          <p className="plain">{t("asides.notKeptNext")}</p>
        </Notice>
      )}
      {asides.length > 0 && (
        <div ref={box} className="asides">
          {asides.map((aside) => (
            <AsideFile key={aside.file} aside={aside} />
          ))}
        </div>
      )}
    </>
  );
}

function AsideFile({ aside: { kind, file, at } }: { aside: AsideView }) {
  const { t, i18n } = useTranslation();
  const { now } = useApp();
  const reveal = useCall("asides:reveal");
  const dismiss = useCall("asides:dismiss");
  const failure = reveal.failure ?? dismiss.failure;
  return (
    <Notice tone="warn" title={t(`asides.${kind}.title`)}>
      <p className="plain">{t(`asides.${kind}.what`, { when: momentOf(at, undefined, now, i18n.language) })}</p>
      <p className="plain">
        {t("asides.keptAs")} <code>{file}</code>
      </p>
      <p className="line failed__do">
        <Button busy={dismiss.busy} onPress={() => void dismiss.run({ file })}>
          {t("asides.dismiss")}
        </Button>
        <LinkButton onPress={() => void reveal.run({ file })}>{t("asides.reveal")}</LinkButton>
      </p>
      {failure && <FailureNotice failure={failure} write />}
    </Notice>
  );
}
