import { useState } from "react";
import { Button } from "react-aria-components/Button";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover } from "react-aria-components/Popover";
import { useTranslation } from "react-i18next";
import type { WorkChoice } from "#main/ipc/contract/timer/work-choice";
import { useApp } from "../../lib/store";
import { type Work, workDetail, workLine, workTitle } from "../../lib/work";
import { Icon } from "../../ui/icon";
import { Clip } from "../../ui/notice";
import { WorkSearch } from "./work-search";

interface Props {
  value: Work | null;
  onChange: (choice: WorkChoice) => void;
  small?: boolean;
  /** What it says while nothing is chosen; absent: that it is no project. */
  none?: string;
  isInvalid?: boolean;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

/** What time is booked on, chosen by name; ids are never seen. */
export function WorkPicker({ value, onChange, small = false, none, isInvalid, open, onOpenChange }: Props) {
  const { t } = useTranslation();
  const recent = useApp().timer.recent;
  const [own, setOwn] = useState(false);
  const isOpen = open ?? own;
  const setOpen = onOpenChange ?? setOwn;
  const title = value ? workTitle(value) : "";
  const line = value ? workLine(value) : "";
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        className={small ? "input input--sm select" : "input select"}
        aria-label={t("work.button", { work: line || (none ?? t("work.none")) })}
        data-invalid={isInvalid || undefined}
      >
        <Clip text={line}>
          {title ? <span className="medium">{title}</span> : <span className="soft">{none ?? t("work.none")}</span>}{" "}
          <span className="soft">{value && workDetail(value)}</span>
        </Clip>
        <Icon name="updown" />
      </Button>
      <Popover className="popover popover--work" placement="bottom start">
        <Dialog aria-label={t("work.choose")}>
          <WorkSearch
            autoFocus
            label={t("work.choose")}
            lineLabel={(name) => name}
            recent={recent}
            onChoose={(choice) => {
              onChange(choice);
              setOpen(false);
            }}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
