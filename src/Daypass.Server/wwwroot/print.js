// <button type="button" hidden data-print>: shown where the page can be printed. The print rules are in daypass.css.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
