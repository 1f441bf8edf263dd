export { type Remembered, remembered } from "../http/cache";
