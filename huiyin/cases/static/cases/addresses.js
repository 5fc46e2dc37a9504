// The addresses of requests that scripts ask. Without it they ask for nothing.
import { addressesOf } from "../web/js/addresses.js";

export const address = addressesOf({
  "case-from-message": "/cases/from/{group}/{n}",
  "case-like": "/cases/like",
});
