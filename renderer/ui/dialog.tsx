import type { ReactNode } from "react";
import { Dialog, Heading } from "react-aria-components/Dialog";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { useTranslation } from "react-i18next";
import { Button } from "./button";

interface Props {
  /** What exactly will happen, as the question's own words. */
  title: string;
  children?: ReactNode;
  /** The verb on the button that does it. */
  action: string;
  busy?: boolean;
  /** There is nothing to do. */
  isDisabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** Asks before what cannot be undone. The focus is on Cancel, so that Enter alone destroys nothing. */
export function Confirm({ title, children, action, busy, isDisabled, onConfirm, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <ModalOverlay className="overlay" isOpen isDismissable onOpenChange={(open) => open || onClose()}>
      <Modal className="modal">
        <Dialog role="alertdialog" className="dialog">
          <Heading slot="title">{title}</Heading>
          {children}
          <p className="line dialog__foot">
            <Button autoFocus onPress={onClose}>
              {t("app.cancel")}
            </Button>
            <Button kind="danger" busy={busy} isDisabled={isDisabled} onPress={onConfirm}>
              {action}
            </Button>
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
