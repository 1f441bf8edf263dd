import type { FormEvent, ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { Button } from "../../../ui/button";

interface Props {
  title: string;
  children: ReactNode;
  /** The verb on the button that sends it; absent: there is nothing to send. */
  action?: string;
  busy?: boolean;
  onSubmit?(): void;
  onClose(): void;
}

/** A form over the page. Enter sends it, Esc closes it. */
export function FormDialog({ title, children, action, busy, onSubmit, onClose }: Props) {
  const { t } = useTranslation("team");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <ModalOverlay className="overlay" isOpen isDismissable={!busy} onOpenChange={(open) => open || onClose()}>
      <Modal className="modal">
        <Dialog className="dialog">
          <Heading slot="title">{title}</Heading>
          <form className="stack" onSubmit={submit}>
            {children}
            <p className="line dialog__foot">
              <Button onPress={onClose}>{t(action ? "frame.cancel" : "frame.close")}</Button>
              {action && (
                <Button kind="primary" type="submit" busy={busy}>
                  {action}
                </Button>
              )}
            </p>
          </form>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
