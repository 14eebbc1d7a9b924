import { button, make, words } from "./dom.js";
import { t } from "./strings.js";

// Parts of the forms in which corrections are made.

export const field = (name, input) => make(input.matches("input, select") ? "label" : "div", "field", words(name, "also"), input);

export const typing = (name, value = "") => {
  const input = make("input", "");
  Object.assign(input, { type: "text", value, autocomplete: "off" });
  input.setAttribute("aria-label", name);
  return input;
};

// A form: its parts, a reason, a button that saves; `save` gives a sentence where something is missing.
export const form = (parts, save) => {
  const why = typing(t("reason"));
  const wrong = make("p", "wrong");
  wrong.setAttribute("role", "alert");
  const press = () => { wrong.textContent = save(why.value) ?? ""; };
  const element = make("div", "fix-form", ...parts.filter(Boolean), field(t("reason"), why), make("p", "", button("run", press, t("save_fix"))), wrong);
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.defaultPrevented || !event.target.matches("input[type=text]")) return;
    event.preventDefault();
    press();
  });
  return element;
};

export const selection = (name, options) => {
  const choice = make("select", "", ...options);
  choice.setAttribute("aria-label", name);
  return choice;
};
export const option = (value, text) => Object.assign(make("option", "", text), { value });
export const group = (name, options) => {
  const box = make("optgroup", "", ...options);
  box.label = name;
  return box;
};
