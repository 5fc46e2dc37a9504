// A message becomes a moment: the menu leads to the form with its words in it. Without it one copies them.
import { address } from "./addresses.js";
import { addItem } from "../groups/message-menu.js";
import { talk } from "../groups/stream.js";

addItem((message) => {
  if (message.matches(".event") || "recalled" in message.dataset) return null;
  return ["make_moment", () => location.assign(`${address("moment-new")}?group=${talk.dataset.group}&message=${message.dataset.n}`)];
});
