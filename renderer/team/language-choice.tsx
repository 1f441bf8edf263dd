import { useTranslation } from "react-i18next";
import { Choice } from "../ui/choice";
import { chooseLanguage, type Language, languages } from "./lib/language";

const options = (Object.keys(languages) as Language[]).map((id) => ({ id, label: languages[id] }));

export function LanguageChoice() {
  const { t, i18n } = useTranslation("team");
  return (
    <Choice label={t("frame.language")} value={i18n.language as Language} options={options} onChange={chooseLanguage} />
  );
}
