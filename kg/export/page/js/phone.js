// The page on a narrow screen: filters are a drawer, details a sheet of three heights, search and controls open from the header's one line.

const NARROW = "(max-width: 800px)";
const HEIGHTS = ["peek", "half", "full"];
const STILL = 6; // pixels of a press that is no drag

const $ = (id) => document.getElementById(id);

// A button that shows and hides something: `changed` is told which, and whether the focus goes with it.
const toggle = (id, changed) => {
  let open = false;
  const set = (wanted, focus = false) => {
    if (open === wanted) return;
    open = wanted;
    $(id).setAttribute("aria-expanded", String(open));
    changed(open);
    if (!open && focus) $(id).focus();
  };
  $(id).addEventListener("click", () => set(!open, true));
  return { set, isOpen: () => open };
};

const drawer = (narrow) => {
  const apply = (open) => {
    document.body.classList.toggle("filtering", open && narrow.matches);
    $("filters").toggleAttribute("inert", narrow.matches && !open);
    $("shade").hidden = !(open && narrow.matches);
  };
  const one = toggle("filters-button", (open) => {
    apply(open);
    if (open) $("filters-close").focus();
  });
  for (const id of ["filters-close", "shade"]) $(id).addEventListener("click", () => one.set(false, true));
  narrow.addEventListener("change", () => {
    one.set(false);
    apply(false);
  });
  apply(false);
  return one;
};

const searchLine = () => {
  const header = document.querySelector("header");
  const one = toggle("search-button", (open) => {
    header.classList.toggle("searching", open);
    if (open) $("query").focus();
  });
  $("hits").addEventListener("click", () => one.set(false));
  $("query").addEventListener("keydown", ({ key }) => { if (key === "Enter" && $("hits").hidden) one.set(false); });
  return one;
};

const menu = () => {
  const header = document.querySelector("header");
  const one = toggle("menu-button", (open) => header.classList.toggle("menu-open", open));
  document.addEventListener("click", ({ target }) => {
    if ($("menu-button").contains(target) || target.closest("#export > summary")) return;
    one.set(false);
  });
  return one;
};

const sheet = () => {
  const { style, dataset } = document.body;
  let held = null;
  const set = (height) => {
    dataset.sheet = height;
    style.removeProperty("--sheet");
    $("sheet").setAttribute("aria-expanded", String(height !== HEIGHTS[0]));
    if (height === HEIGHTS[0]) $("panel").scrollTop = 0;
  };
  const step = (by) => set(HEIGHTS[Math.min(HEIGHTS.length - 1, Math.max(0, HEIGHTS.indexOf(dataset.sheet) + by))]);
  const near = () => {
    const share = $("panel").clientHeight / innerHeight;
    return HEIGHTS[share < 0.32 ? 0 : share < 0.66 ? 1 : 2];
  };
  $("sheet").addEventListener("pointerdown", (event) => {
    held = { from: event.clientY, high: $("panel").clientHeight, moved: false };
    $("sheet").setPointerCapture(event.pointerId);
  });
  $("sheet").addEventListener("pointermove", ({ clientY }) => {
    if (!held || (!held.moved && Math.abs(clientY - held.from) < STILL)) return;
    held.moved = true;
    style.setProperty("--sheet", `${Math.max(40, held.high + held.from - clientY)}px`);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    $("sheet").addEventListener(name, () => {
      if (held?.moved) set(near());
      else held = null;
    });
  }
  $("sheet").addEventListener("click", () => {
    if (!held) set(HEIGHTS[(HEIGHTS.indexOf(dataset.sheet) + 1) % HEIGHTS.length]); // and not at the end of a drag
    held = null;
  });
  $("sheet").addEventListener("keydown", (event) => {
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });
  set(HEIGHTS[0]);
  return { set };
};

// Links to the view and to the details, the first that the keyboard reaches.
const skips = (app) => {
  const [view, panel] = $("skip").children;
  const to = (link, target) => link.addEventListener("click", (event) => {
    event.preventDefault(); // the address holds the state
    const element = target();
    element.focus();
    element.scrollIntoView({ block: "nearest" });
  });
  to(view, () => ({ graph: $("canvas"), map: document.querySelector("#map canvas") }[app.state.view]) ?? document.querySelector(`#${app.state.view}[tabindex]`) ?? $("main"));
  to(panel, () => $("panel"));
};

export const phone = (app) => {
  const narrow = matchMedia(NARROW);
  const parts = [drawer(narrow), searchLine(), menu()];
  const details = sheet();
  skips(app);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !narrow.matches) return;
    const open = parts.find((part) => part.isOpen());
    if (open) {
      open.set(false, true);
      event.stopPropagation();
    } else if (document.body.dataset.sheet !== HEIGHTS[0] && $("panel").contains(document.activeElement)) {
      details.set(HEIGHTS[0]);
      $("sheet").focus();
      event.stopPropagation();
    }
  }, { capture: true });
};
