// The page holds all words and screens; here they are shown and filled in. Values are only ever set as text.

export const byId = id => document.getElementById(id);
const screens = [...document.querySelectorAll("[data-screen]")];
const words = byId("words").dataset;
const flags = {};
hideAll(document);

/** A word for which there is no place on a screen. */
export const word = name => words[name];
export const allWords = () => ({ ...words });

/** Shows one screen. Whoever hears the page hears its title. */
export function show(name) {
  for (const screen of screens) {
    const shown = screen.dataset.screen === name;
    if (shown === !screen.hidden) continue;
    screen.hidden = !shown;
    if (shown) {
      scrollTo(0, 0);
      screen.querySelector("h1").focus();
    }
  }
}

export const screen = name => screens.find(x => x.dataset.screen === name);

export function fill(root, values) {
  for (const [name, value] of Object.entries(values)) {
    for (const place of root.querySelectorAll(`[data-is="${name}"]`)) {
      if (place.textContent !== String(value)) place.textContent = value;
      if ("link" in place.dataset) place.href = value;
    }
  }
}

/** Shows what applies, hides what does not. */
export function when(root, conditions) {
  for (const [name, holds] of Object.entries(conditions)) {
    for (const place of root.querySelectorAll(`[data-when="${name}"]`)) place.hidden = !holds;
  }
}

/** The same for the whole page, remembered: touches it only where something changed. */
export function note(conditions) {
  for (const [name, holds] of Object.entries(conditions)) {
    if (flags[name] === Boolean(holds)) continue;
    flags[name] = Boolean(holds);
    when(document, { [name]: holds });
  }
}

/** Nothing applies until it is said to. */
function hideAll(root) {
  for (const place of root.querySelectorAll("[data-when]")) place.hidden = true;
}

/** A copy of a template, with ids of its own. */
export function copyOf(template, id) {
  const copy = byId(template).content.firstElementChild.cloneNode(true);
  for (const place of copy.querySelectorAll("[data-id]")) place.id = `${place.dataset.id}-${id}`;
  hideAll(copy);
  return copy;
}

/** Acts by the name of the button that is pressed. */
export function onDo(root, actions) {
  root.addEventListener("click", event => {
    const button = event.target.closest("[data-do]");
    if (button) actions[button.dataset.do]?.(button);
  });
}

/** One press at a time. */
export async function busy(button, act) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  try {
    await act();
  } finally {
    button.removeAttribute("aria-busy");
  }
}

const locale = navigator.languages.find(x => x.split("-")[0] === document.documentElement.lang) ?? document.documentElement.lang;
const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const timeOnly = new Intl.DateTimeFormat(locale, { timeStyle: "medium" });
export const shownDay = ms => dayAndTime.format(ms);
export const shownTime = ms => timeOnly.format(ms);
