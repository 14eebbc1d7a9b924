import { make } from "./dom.js";

// A field with suggestions below it: a combobox. `suggest` gives [{text, note}] for what is typed; `done` is told when the field means something else.

const SHOWN = 8;
const count = { boxes: 0 };

export const combobox = ({ name, label, value, suggest, done }) => {
  count.boxes += 1;
  const id = `combo-${count.boxes}`;
  const input = make("input", "");
  const list = make("ul", "completions");
  Object.assign(input, { name, value, type: "text", autocomplete: "off", spellcheck: false });
  Object.assign(list, { id, hidden: true });
  for (const [key, word] of [["role", "combobox"], ["aria-label", label], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id]]) input.setAttribute(key, word);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  let [found, at, before] = [[], -1, value];

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const tell = () => {
    close();
    if (input.value === before) return;
    before = input.value;
    done();
  };
  const take = (n) => {
    input.value = found[n].text;
    tell();
  };
  const offer = () => {
    found = suggest(input.value).slice(0, SHOWN);
    list.replaceChildren(...found.map(({ text, note }, n) => {
      const line = make("li", "", make("span", "text", text), note ? make("span", "also", note) : null);
      line.id = `${id}-${n}`;
      line.setAttribute("role", "option");
      line.setAttribute("aria-selected", "false");
      line.addEventListener("pointerdown", (event) => {
        event.preventDefault();
        take(n);
      });
      return line;
    }));
    at = -1;
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
  };
  const mark = (step) => {
    if (list.hidden) offer();
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    [...list.children].forEach((line, n) => line.setAttribute("aria-selected", String(n === at)));
    input.setAttribute("aria-activedescendant", `${id}-${at}`);
  };
  input.addEventListener("input", offer);
  input.addEventListener("change", tell);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      mark(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && !event.isComposing) {
      if (at >= 0) take(at);
      else tell();
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  return { input, element: make("label", "combo", make("span", "", label), input, list) };
};
