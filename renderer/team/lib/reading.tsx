import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useLasting } from "../../lib/clock";
import { Button } from "../../ui/button";
import { Progress } from "../../ui/notice";
import { ProblemNotice } from "./problem-notice";
import type { Read } from "./use-api";

/** What was read; before that the wait (after 300 ms, with a way out after 2 s), or why it could not be read. */
export function Reading<T>({
  read,
  label,
  children,
}: {
  read: Read<T>;
  label: string;
  children: (value: T) => ReactNode;
}) {
  const { t } = useTranslation("team");
  const { value, problem, busy, reload, cancel } = read;
  const slow = useLasting(busy, 300);
  const long = useLasting(busy, 2000);
  return (
    <>
      {slow && <Progress label={label} />}
      {long && (
        <div className="line">
          <span className="hint" role="status">
            {t("frame.slow")}
          </span>
          <Button size="sm" onPress={cancel}>
            {t("frame.cancel")}
          </Button>
        </div>
      )}
      {!busy && problem && <ProblemNotice problem={problem} onAgain={() => void reload()} />}
      {value !== null && children(value)}
    </>
  );
}
