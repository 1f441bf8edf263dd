import { useTranslation } from "react-i18next";
import { TeamPage } from "../frame";
import { Accounts } from "./accounts";
import { Clients } from "./clients";
import { Steps } from "./steps";
import { TheUrl } from "./the-url";
import { Waiting } from "./waiting";

/** What a person has here: what waits for them, the one URL, accounts, AI clients, and how to add one. */
export default function HomePage() {
  const { t } = useTranslation("team");
  return (
    <TeamPage title={t("home.title")}>
      <Waiting />
      <TheUrl />
      <div className="homecards">
        <Accounts />
        <Clients />
      </div>
      <Steps />
    </TeamPage>
  );
}
