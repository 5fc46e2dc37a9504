// The addresses of the square that scripts ask. Without it they ask for nothing.
import { addressesOf } from "../web/js/addresses.js";

export const address = addressesOf({
  "moment-new": "/moments/new",
});
