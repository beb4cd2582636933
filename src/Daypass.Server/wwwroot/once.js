// Stops an impatient second click on a form that is already on its way. A courtesy only: the server tells a
// double submit by the form's operation id, with or without this file. A form with data-again is left alone.
const patience = 10_000; // ms; after that the person may try again (a lost connection never answers)

for (const form of document.querySelectorAll("form[method=post]:not([data-again])")) {
  let underWay = false;
  const buttons = () => form.querySelectorAll("button:not([type=button])");
  const release = () => {
    underWay = false;
    for (const button of buttons()) button.removeAttribute("aria-busy");
  };

  form.addEventListener("submit", event => {
    if (underWay) return event.preventDefault();
    underWay = true;
    // aria-busy and not disabled: a disabled button would drop its name and value from the form, and lose focus.
    for (const button of buttons()) button.setAttribute("aria-busy", "true");
    setTimeout(release, patience);
  });

  // Back from the browser's page cache: the form must be usable again.
  addEventListener("pageshow", event => { if (event.persisted) release(); });
}
