// The addresses of notices that scripts ask. Without it they ask for nothing.
import { addressesOf } from "../web/js/addresses.js";

export const address = addressesOf({
  "notices-count": "/me/notices/count",
  "notices-seen": "/me/notices/seen",
});
