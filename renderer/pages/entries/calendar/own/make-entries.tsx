import { useEffect, useRef, useState } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import type { MessageText } from "#core/messages/catalog";
import type { Response } from "#main/ipc/contract/index";
import { AccountFailure } from "../../../../features/account-failure";
import { bridge } from "../../../../lib/bridge";
import { useCall } from "../../../../lib/call";
import { weekdayDate } from "../../../../lib/format";
import { useActiveAccount, useApp } from "../../../../lib/store";
import { Button } from "../../../../ui/button";
import { Choice } from "../../../../ui/choice";
import { Progress } from "../../../../ui/notice";
import type { Entry } from "../../analysis";
import { Outcome } from "./outcome";
import { ProposalRow } from "./proposal-row";
import { type Edit, proposals, type Suggested } from "./proposals";
import type { OwnEvent } from "./use-own-calendar";

interface Props {
  events: readonly OwnEvent[];
  entries: readonly Entry[];
  /** What was changed before the preview was closed stays. */
  edits: Map<string, Edit>;
  now: number;
  today: string;
  zone: string;
  onBooked: (notes: MessageText[]) => void;
  onClose: () => void;
}

/** A preview of entries made of events. It writes nothing before its button is pressed. */
export function MakeEntries({ events, entries, edits, now, today, zone, onBooked, onClose }: Props) {
  const { t } = useTranslation();
  const { language } = useApp();
  const account = useActiveAccount();
  const [, changed] = useState(0);
  const [day, setDay] = useState("");
  const [suggested, setSuggested] = useState<Suggested | null>(null);
  const [done, setDone] = useState<{ far: number; all: number } | null>(null);
  const [result, setResult] = useState<Response<"calendar:book"> | null>(null);
  const suggest = useCall("calendar:suggest");
  const book = useCall("calendar:book");
  const stop = useCall("calendar:stopBooking");
  const asked = useRef(events.map(({ key, series, title }) => ({ key, series, title })));

  useEffect(() => {
    void suggest
      .run({ events: asked.current, before: today })
      .then((answer) => answer?.ok && setSuggested(answer.value));
    return bridge.on("calendar:progress", ({ done: far, total: all }) => setDone({ far, all }));
  }, [suggest.run, today]);

  const all = proposals({ events, edits, suggested, entries, account, now, zone });
  const days = [...new Set(all.map((one) => one.day))];
  const shown = all.filter((one) => day === "" || one.day === day);
  const ticked = shown.filter((one) => one.ticked);
  const edit = (key: string, part: Edit) => {
    edits.set(key, { ...edits.get(key), ...part });
    changed((count) => count + 1);
  };
  const run = async () => {
    setDone(null);
    const rows = ticked.map(({ event: { key, series, title }, day: on, from, to, work }) => ({
      key,
      series,
      day: on,
      from,
      to,
      work,
      text: title,
    }));
    const answer = await book.run({ rows });
    if (!answer?.ok) return;
    for (const { key, state } of answer.value.rows) if (state === "booked") edits.delete(key);
    setResult(answer.value);
    onBooked(answer.value.notes);
  };
  const close = () => book.busy || onClose();
  return (
    <ModalOverlay
      className="overlay"
      isOpen
      onOpenChange={(open) => open || close()}
      isKeyboardDismissDisabled={book.busy}
    >
      <Modal className="modal modal--wide">
        <Dialog className="dialog">
          <Heading slot="title">{result ? t("ownCalendar.doneTitle") : t("ownCalendar.title")}</Heading>
          {result ? (
            <Outcome result={result} events={events} onUndone={() => onBooked([])} onClose={onClose} />
          ) : (
            <>
              <div className="line">
                <p className="soft">{t("ownCalendar.what")}</p>
                {days.length > 1 && (
                  <Choice
                    label={t("ownCalendar.which")}
                    value={day}
                    options={[
                      { id: "", label: t("ownCalendar.week") },
                      ...days.map((one) => ({ id: one, label: weekdayDate(one, language) })),
                    ]}
                    isDisabled={book.busy}
                    onChange={setDay}
                  />
                )}
              </div>
              {suggest.busy && <Progress label={t("ownCalendar.looking")} />}
              {suggest.failure && <AccountFailure failure={suggest.failure} title={t("ownCalendar.noGuess")} />}
              <ul className="proposals">
                {shown.map((one) => (
                  <ProposalRow
                    key={one.event.key}
                    proposal={one}
                    zone={zone}
                    isDisabled={book.busy}
                    onEdit={(part) => edit(one.event.key, part)}
                  />
                ))}
              </ul>
              {book.failure && <AccountFailure failure={book.failure} write />}
              <p className="line dialog__foot">
                <span className="hint push" role="status">
                  {book.busy && t("ownCalendar.progress", { done: done?.far ?? 0, all: done?.all ?? ticked.length })}
                </span>
                <Button autoFocus onPress={() => (book.busy ? void stop.run() : onClose())}>
                  {book.busy ? t("ownCalendar.stop") : t("app.cancel")}
                </Button>
                <Button
                  kind="primary"
                  isDisabled={ticked.length === 0 || (suggested === null && !suggest.failure)}
                  busy={book.busy}
                  waiting={t("ownCalendar.booking")}
                  onPress={() => void run()}
                >
                  {t("ownCalendar.book", { count: ticked.length })}
                </Button>
              </p>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
