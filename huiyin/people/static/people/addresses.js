// The addresses of people that scripts ask. Without it they ask for nothing.
import { addressesOf } from "../web/js/addresses.js";

export const address = addressesOf({
  "people-suggest": "/people/suggest",
});
