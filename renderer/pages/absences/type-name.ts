import { serverSentence } from "../../lib/server-sentence";

/** The types of the time sheet on this computer have English names, which models are told, too. */
export const typeName = (type: { name: string }): string => serverSentence(type.name);
